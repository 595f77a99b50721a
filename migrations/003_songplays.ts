import { createTable, migration } from '../src/migration.ts'
import { table } from '../src/table.ts'

/** One row per song that a user started: a NextSong event. */
const songplays = table({
  name: 'songplays',
  row: 'a song that a user started: a NextSong event',
  columns: {
    songplay_id: 'bigint identity(0, 1)',
    start_time: 'timestamp not null', // UTC, with its milliseconds
    user_id: 'integer',
    level: 'varchar(8)', // the user's at that moment
    song_id: 'varchar(18)', // null when the catalogue does not hold the song
    artist_id: 'varchar(18)',
    session_id: 'integer',
    location: 'varchar(512)',
    user_agent: 'varchar(1024)',
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
