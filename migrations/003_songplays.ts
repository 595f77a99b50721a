import { createTable, migration } from '../src/migration.ts'
import { table } from '../src/table.ts'

/** One row per song that a user started: a NextSong event. */
const songplays = table({
  name: 'songplays',
  row: 'a song that a user started: a NextSong event',
  columns: {
    songplay_id: 'bigint identity(0, 1) -- the play: unique, with gaps, in no order',
    start_time: 'timestamp not null -- when the song started, UTC, to the millisecond',
    user_id: 'integer -- who played it',
    level: "varchar(8) -- free or paid: the user's level at that moment",
    song_id: 'varchar(18) -- the song; null when the catalogue does not hold it',
    artist_id: "varchar(18) -- the song's artist; null when the catalogue does not hold the song",
    session_id: 'integer -- the session, which the plays of one visit share',
    location: 'varchar(512) -- where the user was, as City, ST',
    user_agent: "varchar(1024) -- the browser's own words about itself, mostly in double quotes",
  },
  primaryKey: ['songplay_id'],
  references: {
    start_time: 'time.start_time',
    user_id: 'users.user_id',
    song_id: 'songs.song_id',
    artist_id: 'artists.artist_id',
  },
  dist: { key: 'song_id' }, // as songs: their join needs no network, but plays without a song share one slice
  sort: ['start_time'], // most questions are about a span of time
})

export default migration(createTable(songplays))
