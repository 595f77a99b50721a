import { createTable, migration } from '../src/migration.ts'
import { table } from '../src/table.ts'

/** One row per event of the log: what a user did, and when. */
const stagingEvents = table({
  name: 'staging_events',
  row: 'one event of the log, as it was written',
  columns: {
    artist: 'varchar(1024)', // a name as text, even where the log has a number
    auth: 'varchar(16)',
    first_name: 'varchar(256)',
    gender: 'varchar(8)',
    item_in_session: 'integer',
    last_name: 'varchar(256)',
    length: 'double precision', // seconds; decimal would cut the digits
    level: 'varchar(8)',
    location: 'varchar(512)',
    method: 'varchar(8)',
    page: 'varchar(64)',
    registration: 'double precision', // epoch milliseconds, written as a float
    session_id: 'integer',
    song: 'varchar(1024)',
    status: 'integer',
    ts: 'timestamp', // UTC, with its milliseconds
    user_agent: 'varchar(1024)',
    user_id: 'integer', // a blank string in the log when nobody is signed in
  },
  dist: 'even', // no key suits every step that reads it
})

/** One row per song file of the catalogue. */
const stagingSongs = table({
  name: 'staging_songs',
  row: 'one song of the catalogue, as it was written',
  columns: {
    num_songs: 'integer',
    artist_id: 'varchar(18)',
    artist_latitude: 'double precision',
    artist_longitude: 'double precision',
    artist_location: 'varchar(1024)', // free text, with HTML of 276 bytes among it
    artist_name: 'varchar(1024)',
    song_id: 'varchar(18)',
    title: 'varchar(1024)',
    duration: 'double precision', // seconds
    year: 'integer', // 0 where it is not known
  },
  dist: 'even', // read whole, once a run
})

export default migration(createTable(stagingEvents), createTable(stagingSongs))
