import { addColumns, changeDist, createTable, migration, rawSql } from '../src/migration.ts'
import { table } from '../src/table.ts'

/** One row per file of the lake that was taken notice of. */
const loadedFiles = table({
  name: 'loaded_files',
  row: 'a file of the lake, as it was when it was last loaded',
  columns: {
    uri: 'varchar(2048) not null -- its path, or its s3:// URI',
    source: 'varchar(16) not null -- log_data or song_data',
    place: 'varchar(2048) not null -- what the setting of that name was',
    load_id:
      'bigint -- the load of its rows in staging; null when the whole source was loaded at once',
    size_bytes: 'bigint not null -- its size as stored',
    version: 'varchar(128) not null -- its ETag, or the time of its last change',
    hash: 'varchar(8) -- CRC-32 of its bytes, by which one that was touched alone is known; null where its version is an ETag',
    rows_loaded: 'bigint -- rows in staging; null when only the sum of its load is known',
    rows_rejected: 'bigint -- rows that were left out',
    first_moment: 'timestamp -- its earliest event, UTC',
    last_moment: 'timestamp -- its latest event, UTC',
    state: 'varchar(16) not null -- loaded, trimmed or excluded',
    run_id: 'varchar(36) not null -- the run that loaded it',
    loaded_at: 'timestamp not null -- when that was, UTC',
  },
  primaryKey: ['uri'],
  dist: 'even', // read whole, by one process
})

/** What was loaded and is not published yet. */
const pendingChanges = table({
  name: 'pending_changes',
  row: 'a source with rows in staging that the star does not show yet',
  columns: {
    source: 'varchar(16) not null -- log_data or song_data',
    first_moment: 'timestamp -- the earliest event that came or went, UTC',
    last_moment: 'timestamp -- the latest event that came or went, UTC',
  },
  primaryKey: ['source'],
  dist: 'all', // two rows at most
})

/** Songs whose plays may find another song than before. */
const pendingSongs = table({
  name: 'pending_songs',
  row: 'a title and artist of the catalogue that came or went and is not published yet',
  columns: {
    title: 'varchar(1024) -- the title, as in the song file',
    artist_name: "varchar(1024) -- the artist's name, as in the song file",
  },
  dist: 'all', // as many as the newest song files hold
})

/** One row per user and span of a level. */
const userLevels = table({
  name: 'user_levels',
  row: 'a span of time in which a user was on one level',
  columns: {
    user_id: 'integer not null -- the user',
    level: 'varchar(8) not null -- free or paid',
    valid_from: 'timestamp not null -- the first event that shows it, UTC',
    valid_to: 'timestamp -- the first event that shows another, UTC; null while it lasts',
  },
  primaryKey: ['user_id', 'valid_from'],
  references: { user_id: 'users.user_id' },
  dist: 'all', // small, and joined from every node
  sort: ['user_id', 'valid_from'],
})

/** One row per run that had something to do. */
const runs = table({
  name: 'runs',
  row: 'a run of the transforms that had something to do',
  columns: {
    run_id: 'varchar(36) not null -- the run',
    started_at: 'timestamp not null -- when it began, UTC',
    seconds: 'double precision not null -- how long it took',
    state: 'varchar(16) not null -- loaded (staging alone), published or failed',
    schema_version: 'varchar(256) not null -- the newest version of the schema',
    run_by: 'varchar(256) not null -- user and host',
    message: 'varchar(8192) -- why it failed: step, promise, offending keys and counts',
  },
  primaryKey: ['run_id'],
  dist: 'all', // small
  sort: ['started_at'], // the newest are asked for
})

/** One row per run and step. */
const runSteps = table({
  name: 'run_steps',
  row: 'what a step of a run did',
  columns: {
    run_id: 'varchar(36) not null -- the run',
    step: 'varchar(128) not null -- the step, as its file is named',
    checksum: "varchar(64) not null -- SHA-256 of the step's file",
    rows_read: 'bigint -- rows of the files; null for steps that read tables',
    rows_inserted: 'bigint not null -- rows that came',
    rows_deleted: 'bigint not null -- rows that went',
    rows_rejected: 'bigint not null -- rows that were left out',
    files: 'bigint -- files that were loaded',
    bytes: 'bigint -- their size as stored',
    seconds: 'double precision not null -- how long it took',
    query_id:
      "bigint -- the cluster's number of the last statement that wrote, as pg_last_query_id() gives it; null on the embedded engine, which has none",
  },
  primaryKey: ['run_id', 'step'],
  references: { run_id: 'runs.run_id' },
  dist: 'all', // small
  sort: ['run_id'],
})

export default migration(
  // So that a changed file's rows can be replaced.
  addColumns('staging_events', { load_id: 'bigint -- the load that the row came by' }),
  addColumns('staging_songs', { load_id: 'bigint -- the load that the row came by' }),

  // The event that a user was last seen by: a later delivery may bring an earlier one.
  addColumns('users', {
    seen_at: 'timestamp -- their latest event, UTC',
    session_id: 'integer -- the session of that event',
    item_in_session: 'integer -- the place of that event in its session',
  }),

  // What was played, as the log says it: most plays find no song, and some find one later.
  addColumns('songplays', {
    title: "varchar(1024) -- what was played, in the log's words",
    artist: "varchar(1024) -- by whom, in the log's words",
    length: 'double precision -- how long it is, in seconds',
  }),
  // Most plays have no song_id, and all of those lay on one slice. `time` has as many rows as songplays:
  // together by start_time, neither moves, and no node reads all of it ('npm run advise' measures it).
  changeDist('songplays', { from: { key: 'song_id' }, to: { key: 'start_time' } }),
  changeDist('time', { from: 'all', to: { key: 'start_time' } }),

  createTable(loadedFiles),
  createTable(pendingChanges),
  createTable(pendingSongs),
  createTable(userLevels),
  createTable(runs),
  createTable(runSteps),

  // What the transforms read instead of all of staging: the events of the span of time in which events
  // came or went.
  rawSql({
    up: `
      create view changed_events as
      select
          artist,
          first_name,
          gender,
          item_in_session,
          last_name,
          length,
          level,
          location,
          page,
          session_id,
          song,
          ts,
          user_agent,
          user_id
      from staging_events
      where ts is null
          or ts between (select first_moment from pending_changes where source = 'log_data')
              and (select last_moment from pending_changes where source = 'log_data')
    `,
    down: 'drop view changed_events',
  }),

  // The plays of that span, and those outside of it whose song came or went.
  rawSql({
    up: `
      create view changed_plays as
      select
          ts as start_time,
          user_id,
          level,
          session_id,
          location,
          user_agent,
          song as title,
          artist,
          length
      from changed_events
      where page = 'NextSong'
      union all
      select
          songplays.start_time,
          songplays.user_id,
          songplays.level,
          songplays.session_id,
          songplays.location,
          songplays.user_agent,
          songplays.title,
          songplays.artist,
          songplays.length
      from songplays
      join (select distinct title, artist_name from pending_songs) as songs
          on songs.title = songplays.title
          and songs.artist_name = songplays.artist
      where not exists (
          select 1
          from pending_changes
          where source = 'log_data'
              and songplays.start_time between first_moment and last_moment
      )
    `,
    down: 'drop view changed_plays',
  }),
)
