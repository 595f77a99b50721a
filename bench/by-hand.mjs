// The work of `npm run transform`, written by hand for the embedded engine and nothing else: no ledger,
// no promises, no byte lengths, no translation, no way back. What the warehouse is measured against.
// node bench/by-hand.mjs DATABASE LAKE
import {
  closeSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'

const [database, lake] = process.argv.slice(2)
if (!database || !lake) throw new Error('usage: node bench/by-hand.mjs DATABASE LAKE')
const folder = mkdtempSync(path.join(tmpdir(), 'by-hand-'))
const instance = await DuckDBInstance.create(database, {
  preserve_insertion_order: 'false',
  memory_limit: '900MB',
})
const connection = await instance.connect()
const run = (sql) => connection.run(sql)

const songs = path.join(folder, 'songs.json')
const output = openSync(songs, 'w')
const newline = Buffer.from('\n')
let lines = []
for (const entry of readdirSync(path.join(lake, 'song_data'), {
  recursive: true,
  withFileTypes: true,
})) {
  if (!entry.isFile()) continue
  lines.push(readFileSync(path.join(entry.parentPath, entry.name)), newline)
  if (lines.length >= 20_000) flush()
}
flush()
closeSync(output)

function flush() {
  writeSync(output, Buffer.concat(lines))
  lines = []
}

await run(`
  create table staging_events (artist varchar, auth varchar, first_name varchar, gender varchar,
    item_in_session integer, last_name varchar, length double, level varchar, location varchar,
    method varchar, page varchar, registration double, session_id integer, song varchar,
    status integer, ts timestamp, user_agent varchar, user_id integer);
  create table staging_songs (num_songs integer, artist_id varchar, artist_latitude double,
    artist_longitude double, artist_location varchar, artist_name varchar, song_id varchar,
    title varchar, duration double, year integer);
  create table users (user_id integer, first_name varchar, last_name varchar, gender varchar, level varchar,
    seen_at timestamp, session_id integer, item_in_session integer);
  create table songs (song_id varchar, title varchar, artist_id varchar, year integer, duration double);
  create table artists (artist_id varchar, name varchar, location varchar, latitude double, longitude double);
  create table time (start_time timestamp, hour integer, day integer, week integer, month integer,
    year integer, weekday integer);
  create sequence songplay_ids start 0 minvalue 0;
  create table songplays (songplay_id bigint default nextval('songplay_ids'), start_time timestamp,
    user_id integer, level varchar, song_id varchar, artist_id varchar, session_id integer,
    location varchar, user_agent varchar,
    title varchar, artist varchar, length double);
  create table user_levels (user_id integer, level varchar, valid_from timestamp, valid_to timestamp);`)

await run(`
  insert into staging_events
  select artist, auth, "firstName", gender, "itemInSession", "lastName", length, level, location,
    method, page, registration, "sessionId", song, status, epoch_ms(ts), "userAgent",
    try_cast("userId" as integer)
  from read_json('${lake}/log_data/**/*.json', format = 'newline_delimited', columns = {
    artist: 'VARCHAR', auth: 'VARCHAR', "firstName": 'VARCHAR', gender: 'VARCHAR',
    "itemInSession": 'INTEGER', "lastName": 'VARCHAR', length: 'DOUBLE', level: 'VARCHAR',
    location: 'VARCHAR', method: 'VARCHAR', page: 'VARCHAR', registration: 'DOUBLE',
    "sessionId": 'INTEGER', song: 'VARCHAR', status: 'INTEGER', ts: 'BIGINT',
    "userAgent": 'VARCHAR', "userId": 'VARCHAR'})`)
await run(`
  insert into staging_songs
  select * from read_json('${songs}', format = 'newline_delimited', columns = {
    num_songs: 'INTEGER', artist_id: 'VARCHAR', artist_latitude: 'DOUBLE', artist_longitude: 'DOUBLE',
    artist_location: 'VARCHAR', artist_name: 'VARCHAR', song_id: 'VARCHAR', title: 'VARCHAR',
    duration: 'DOUBLE', year: 'INTEGER'})`)

await run('begin')
await run(`
  insert into users
  select user_id, latest.first_name, latest.last_name, latest.gender, latest.level,
    latest.ts, latest.session_id, latest.item_in_session
  from (
    select user_id,
      arg_max({first_name: first_name, last_name: last_name, gender: gender, level: level,
        ts: ts, session_id: session_id, item_in_session: item_in_session},
        (ts, session_id, item_in_session)) as latest
    from staging_events
    join (select user_id, max(ts) as ts from staging_events where user_id is not null group by user_id)
      using (user_id, ts)
    group by user_id)`)
await run(`
  insert into songs
  select song_id, any_value(title), any_value(artist_id), any_value(year), any_value(duration)
  from staging_songs group by song_id`)
await run(`
  insert into artists
  select artist_id, name.artist_name, place.location, place.latitude, place.longitude
  from (
    select artist_id,
      arg_min({artist_name: artist_name}, (length(artist_name), artist_name)) as name,
      arg_min({location: artist_location, latitude: artist_latitude, longitude: artist_longitude},
        (artist_latitude is null, artist_location = '', length(artist_location), artist_location)) as place
    from staging_songs group by artist_id)`)
await run(`
  insert into time
  select ts, hour(ts), day(ts), week(ts), month(ts), year(ts), dayofweek(ts)
  from (select distinct ts from staging_events where page = 'NextSong')`)
await run(`
  insert into songplays (start_time, user_id, level, song_id, artist_id, session_id, location, user_agent,
    title, artist, length)
  with matches as (
    select plays.song, plays.artist, plays.length,
      arg_min({song_id: song_id, artist_id: artist_id}, (abs(duration - length), song_id)) as found
    from staging_events as plays
    join staging_songs on title = plays.song and artist_name = plays.artist
    where page = 'NextSong' group by all)
  select ts, user_id, level, found.song_id, found.artist_id, session_id, location, user_agent,
    song, artist, length
  from staging_events as plays left join matches using (song, artist, length)
  where page = 'NextSong'`)
await run(`
  insert into user_levels
  with changes as (
    select user_id, level, ts from (
      select user_id, level, ts,
        lag(level) over (partition by user_id order by ts, session_id, item_in_session) as before
      from staging_events where user_id is not null)
    where before is null or before <> level)
  select user_id, level, ts, lead(ts) over (partition by user_id order by ts) from changes`)
await run('commit')
const reader = await connection.runAndReadAll('select count(*), count(song_id) from songplays')
console.log(String(reader.getRows()[0]))
connection.closeSync()
instance.closeSync()
rmSync(folder, { recursive: true })
