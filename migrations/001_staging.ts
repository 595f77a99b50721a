import { createTable, migration } from '../src/migration.ts'
import { table } from '../src/table.ts'

/** One row per event of the log: what a user did, and when. */
const stagingEvents = table({
  name: 'staging_events',
  row: 'an event of the log, as it was written',
  columns: {
    artist: 'varchar(1024) -- who plays the song, as text even where the log has a number',
    auth: 'varchar(16) -- Logged In, Logged Out or Cancelled',
    first_name: "varchar(256) -- the user's first name; null when nobody is signed in",
    gender: 'varchar(8) -- F or M; null when nobody is signed in',
    item_in_session: 'integer -- place of the event in its session, from 0',
    last_name: "varchar(256) -- the user's last name; null when nobody is signed in",
    length: 'double precision -- seconds that the song lasts, with all digits of the log',
    level: "varchar(8) -- free or paid: the user's level at that moment",
    location: 'varchar(512) -- where the user is, as City, ST; null when nobody is signed in',
    method: 'varchar(8) -- HTTP method of the request, GET or PUT',
    page: 'varchar(64) -- what was asked for: NextSong is a song that started',
    registration: 'double precision -- when the user signed up: milliseconds since 1970, UTC',
    session_id: 'integer -- the session, which the events of one visit share',
    song: 'varchar(1024) -- title of the song; null, as artist and length, unless a song started',
    status: 'integer -- HTTP status of the answer, such as 200, 307 or 404',
    ts: 'timestamp -- when it happened, UTC, to the millisecond',
    user_agent: "varchar(1024) -- the browser's own words about itself, mostly in double quotes",
    user_id: 'integer -- the user; null when nobody is signed in, where the log has a blank',
  },
  dist: 'even', // no key suits every step that reads it
})

/** One row per song file of the catalogue. */
const stagingSongs = table({
  name: 'staging_songs',
  row: 'a song of the catalogue, as it was written',
  columns: {
    num_songs: 'integer -- how many songs the file says it holds: 1',
    artist_id: 'varchar(18) -- the artist; an artist may come under several names',
    artist_latitude: 'double precision -- degrees north; null where the place is not known',
    artist_longitude: 'double precision -- degrees east; null where the place is not known',
    artist_location: "varchar(1024) -- the artist's place, any text (276 bytes of HTML, once)",
    artist_name: "varchar(1024) -- the artist's name as this song has it",
    song_id: 'varchar(18) -- the song',
    title: 'varchar(1024) -- title of the song',
    duration: 'double precision -- seconds that the song lasts',
    year: 'integer -- year of release; 0 where it is not known',
  },
  dist: 'even', // read whole, once a run
})

export default migration(createTable(stagingEvents), createTable(stagingSongs))
