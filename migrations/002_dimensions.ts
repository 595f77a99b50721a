import { createTable, migration } from '../src/migration.ts'
import { table } from '../src/table.ts'

/** One row per user. */
const users = table({
  name: 'users',
  row: 'a user, as the latest event shows them',
  columns: {
    user_id: 'integer not null',
    first_name: 'varchar(256)',
    last_name: 'varchar(256)',
    gender: 'varchar(8)',
    level: 'varchar(8)', // free or paid
  },
  primaryKey: ['user_id'],
  dist: 'all', // small, and joined from every node
  sort: ['user_id'], // joined by it
})

/** One row per song of the catalogue. */
const songs = table({
  name: 'songs',
  row: 'a song of the catalogue',
  columns: {
    song_id: 'varchar(18) not null',
    title: 'varchar(1024)',
    artist_id: 'varchar(18)',
    year: 'integer', // 0 where it is not known
    duration: 'double precision', // seconds
  },
  primaryKey: ['song_id'],
  dist: { key: 'song_id' }, // as songplays: their join needs no network
  sort: ['year'], // questions about songs ask for spans of years
})

/** One row per artist of the catalogue. */
const artists = table({
  name: 'artists',
  row: 'an artist of the catalogue, under one of their names',
  columns: {
    artist_id: 'varchar(18) not null',
    name: 'varchar(1024)',
    location: 'varchar(1024)',
    latitude: 'double precision', // degrees
    longitude: 'double precision', // degrees
  },
  primaryKey: ['artist_id'],
  dist: { key: 'artist_id' }, // too many rows to copy to every node, and even by this key
  sort: ['name'], // artists are looked up by name
})

/** One row per moment at which a song started. */
const time = table({
  name: 'time',
  row: 'a moment at which a song started, in UTC',
  columns: {
    start_time: 'timestamp not null',
    hour: 'integer',
    day: 'integer', // of the month
    week: 'integer', // of the year, ISO 8601
    month: 'integer',
    year: 'integer',
    weekday: 'integer', // 0 is Sunday
  },
  primaryKey: ['start_time'],
  dist: 'all', // joined from every node, by whatever songplays is distributed by
  sort: ['start_time'], // as songplays: spans of time read few blocks
})

export default migration(
  createTable(users),
  createTable(songs),
  createTable(artists),
  createTable(time),
)
