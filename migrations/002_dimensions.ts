import { createTable, migration } from '../src/migration.ts'
import { table } from '../src/table.ts'

/** One row per user. */
const users = table({
  name: 'users',
  row: 'a user, as the latest event shows them',
  columns: {
    user_id: 'integer not null -- the user',
    first_name: 'varchar(256) -- first name, as of the latest event',
    last_name: 'varchar(256) -- last name, as of the latest event',
    gender: 'varchar(8) -- F or M, as of the latest event',
    level: 'varchar(8) -- free or paid, as of the latest event',
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
    song_id: 'varchar(18) not null -- the song',
    title: 'varchar(1024) -- title of the song',
    artist_id: 'varchar(18) -- whose song it is: artists.artist_id',
    year: 'integer -- year of release; 0 where it is not known',
    duration: 'double precision -- seconds that the song lasts',
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
    artist_id: 'varchar(18) not null -- the artist',
    name: 'varchar(1024) -- the shortest of the names that the artist comes under',
    location: "varchar(1024) -- the artist's place, any text; may be empty",
    latitude: 'double precision -- degrees north; null where the place is not known',
    longitude: 'double precision -- degrees east; null where the place is not known',
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
    start_time: 'timestamp not null -- the moment, UTC, to the millisecond',
    hour: 'integer -- hour of the day, 0 to 23, UTC',
    day: 'integer -- day of the month, 1 to 31',
    week: 'integer -- week of the year, 1 to 53, ISO 8601: weeks begin on Monday',
    month: 'integer -- month, 1 to 12',
    year: 'integer -- year',
    weekday: 'integer -- day of the week, 0 (Sunday) to 6 (Saturday)',
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
