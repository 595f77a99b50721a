// Written by 'npm run types' from the migrations and the promises of the transforms.

/** A row of `staging_events`: an event of the log, as it was written. */
export interface StagingEventsRow {
  /** Who plays the song, as text even where the log has a number. */
  readonly artist: string | null
  /** Logged In, Logged Out or Cancelled. */
  readonly auth: string | null
  /** The user's first name; null when nobody is signed in. */
  readonly first_name: string | null
  /** F or M; null when nobody is signed in. */
  readonly gender: string | null
  /** Place of the event in its session, from 0. */
  readonly item_in_session: number | null
  /** The user's last name; null when nobody is signed in. */
  readonly last_name: string | null
  /** Seconds that the song lasts, with all digits of the log. */
  readonly length: number | null
  /** Free or paid: the user's level at that moment. */
  readonly level: string | null
  /** Where the user is, as City, ST; null when nobody is signed in. */
  readonly location: string | null
  /** HTTP method of the request, GET or PUT. */
  readonly method: string | null
  /** What was asked for: NextSong is a song that started. */
  readonly page: string | null
  /** When the user signed up: milliseconds since 1970, UTC. */
  readonly registration: number | null
  /** The session, which the events of one visit share. */
  readonly session_id: number | null
  /** Title of the song; null, as artist and length, unless a song started. */
  readonly song: string | null
  /** HTTP status of the answer, such as 200, 307 or 404. */
  readonly status: number | null
  /** When it happened, UTC, to the millisecond. */
  readonly ts: string | null
  /** The browser's own words about itself, mostly in double quotes. */
  readonly user_agent: string | null
  /** The user; null when nobody is signed in, where the log has a blank. */
  readonly user_id: number | null
  /** The load that the row came by. */
  readonly load_id: number | bigint | null
}

/** A row of `staging_songs`: a song of the catalogue, as it was written. */
export interface StagingSongsRow {
  /** How many songs the file says it holds: 1. */
  readonly num_songs: number | null
  /** The artist; an artist may come under several names. */
  readonly artist_id: string | null
  /** Degrees north; null where the place is not known. */
  readonly artist_latitude: number | null
  /** Degrees east; null where the place is not known. */
  readonly artist_longitude: number | null
  /** The artist's place, any text (276 bytes of HTML, once). */
  readonly artist_location: string | null
  /** The artist's name as this song has it. */
  readonly artist_name: string | null
  /** The song. */
  readonly song_id: string | null
  /** Title of the song. */
  readonly title: string | null
  /** Seconds that the song lasts. */
  readonly duration: number | null
  /** Year of release; 0 where it is not known. */
  readonly year: number | null
  /** The load that the row came by. */
  readonly load_id: number | bigint | null
}

/** A row of `users`: a user, as the latest event shows them. */
export interface UsersRow {
  /** The user. */
  readonly user_id: number
  /** First name, as of the latest event. */
  readonly first_name: string | null
  /** Last name, as of the latest event. */
  readonly last_name: string | null
  /** F or M, as of the latest event. */
  readonly gender: string | null
  /** Free or paid, as of the latest event. */
  readonly level: 'free' | 'paid'
  /** Their latest event, UTC. */
  readonly seen_at: string | null
  /** The session of that event. */
  readonly session_id: number | null
  /** The place of that event in its session. */
  readonly item_in_session: number | null
}

/** A row of `songs`: a song of the catalogue. */
export interface SongsRow {
  /** The song. */
  readonly song_id: string
  /** Title of the song. */
  readonly title: string
  /** Whose song it is: artists.artist_id. */
  readonly artist_id: string | null
  /** Year of release; 0 where it is not known. */
  readonly year: number | null
  /** Seconds that the song lasts. */
  readonly duration: number | null
}

/** A row of `artists`: an artist of the catalogue, under one of their names. */
export interface ArtistsRow {
  /** The artist. */
  readonly artist_id: string
  /** The shortest of the names that the artist comes under. */
  readonly name: string
  /** The artist's place, any text; may be empty. */
  readonly location: string | null
  /** Degrees north; null where the place is not known. */
  readonly latitude: number | null
  /** Degrees east; null where the place is not known. */
  readonly longitude: number | null
}

/** A row of `time`: a moment at which a song started, in UTC. */
export interface TimeRow {
  /** The moment, UTC, to the millisecond. */
  readonly start_time: string
  /** Hour of the day, 0 to 23, UTC. */
  readonly hour: number | null
  /** Day of the month, 1 to 31. */
  readonly day: number | null
  /** Week of the year, 1 to 53, ISO 8601: weeks begin on Monday. */
  readonly week: number | null
  /** Month, 1 to 12. */
  readonly month: number | null
  /** Year. */
  readonly year: number | null
  /** Day of the week, 0 (Sunday) to 6 (Saturday). */
  readonly weekday: 0 | 1 | 2 | 3 | 4 | 5 | 6 | null
}

/** A row of `songplays`: a song that a user started: a NextSong event. */
export interface SongplaysRow {
  /** The play: unique, with gaps, in no order. */
  readonly songplay_id: number | bigint
  /** When the song started, UTC, to the millisecond. */
  readonly start_time: string
  /** Who played it. */
  readonly user_id: number | null
  /** Free or paid: the user's level at that moment. */
  readonly level: 'free' | 'paid' | null
  /** The song; null when the catalogue does not hold it. */
  readonly song_id: string | null
  /** The song's artist; null when the catalogue does not hold the song. */
  readonly artist_id: string | null
  /** The session, which the plays of one visit share. */
  readonly session_id: number | null
  /** Where the user was, as City, ST. */
  readonly location: string | null
  /** The browser's own words about itself, mostly in double quotes. */
  readonly user_agent: string | null
  /** What was played, in the log's words. */
  readonly title: string | null
  /** By whom, in the log's words. */
  readonly artist: string | null
  /** How long it is, in seconds. */
  readonly length: number | null
}

/** A row of `loaded_files`: a file of the lake, as it was when it was last loaded. */
export interface LoadedFilesRow {
  /** Its path, or its s3:// URI. */
  readonly uri: string
  /** Log_data or song_data. */
  readonly source: string
  /** What the setting of that name was. */
  readonly place: string
  /** The load of its rows in staging; null when the whole source was loaded at once. */
  readonly load_id: number | bigint | null
  /** Its size as stored. */
  readonly size_bytes: number | bigint
  /** Its ETag, or the time of its last change. */
  readonly version: string
  /** CRC-32 of its bytes, by which one that was touched alone is known; null where its version is an ETag. */
  readonly hash: string | null
  /** Rows in staging; null when only the sum of its load is known. */
  readonly rows_loaded: number | bigint | null
  /** Rows that were left out. */
  readonly rows_rejected: number | bigint | null
  /** Its earliest event, UTC. */
  readonly first_moment: string | null
  /** Its latest event, UTC. */
  readonly last_moment: string | null
  /** Loaded, trimmed or excluded. */
  readonly state: string
  /** The run that loaded it. */
  readonly run_id: string
  /** When that was, UTC. */
  readonly loaded_at: string
}

/** A row of `pending_changes`: a source with rows in staging that the star does not show yet. */
export interface PendingChangesRow {
  /** Log_data or song_data. */
  readonly source: string
  /** The earliest event that came or went, UTC. */
  readonly first_moment: string | null
  /** The latest event that came or went, UTC. */
  readonly last_moment: string | null
}

/** A row of `pending_songs`: a title and artist of the catalogue that came or went and is not published yet. */
export interface PendingSongsRow {
  /** The title, as in the song file. */
  readonly title: string | null
  /** The artist's name, as in the song file. */
  readonly artist_name: string | null
}

/** A row of `user_levels`: a span of time in which a user was on one level. */
export interface UserLevelsRow {
  /** The user. */
  readonly user_id: number
  /** Free or paid. */
  readonly level: 'free' | 'paid'
  /** The first event that shows it, UTC. */
  readonly valid_from: string
  /** The first event that shows another, UTC; null while it lasts. */
  readonly valid_to: string | null
}

/** A row of `runs`: a run of the transforms that had something to do. */
export interface RunsRow {
  /** The run. */
  readonly run_id: string
  /** When it began, UTC. */
  readonly started_at: string
  /** How long it took. */
  readonly seconds: number
  /** Loaded (staging alone), published or failed. */
  readonly state: string
  /** The newest version of the schema. */
  readonly schema_version: string
  /** User and host. */
  readonly run_by: string
  /** Why it failed: step, promise, offending keys and counts. */
  readonly message: string | null
}

/** A row of `run_steps`: what a step of a run did. */
export interface RunStepsRow {
  /** The run. */
  readonly run_id: string
  /** The step, as its file is named. */
  readonly step: string
  /** SHA-256 of the step's file. */
  readonly checksum: string
  /** Rows of the files; null for steps that read tables. */
  readonly rows_read: number | bigint | null
  /** Rows that came. */
  readonly rows_inserted: number | bigint
  /** Rows that went. */
  readonly rows_deleted: number | bigint
  /** Rows that were left out. */
  readonly rows_rejected: number | bigint
  /** Files that were loaded. */
  readonly files: number | bigint | null
  /** Their size as stored. */
  readonly bytes: number | bigint | null
  /** How long it took. */
  readonly seconds: number
  /** The cluster's number of the last statement that wrote, as pg_last_query_id() gives it; null on the embedded engine, which has none. */
  readonly query_id: number | bigint | null
}

/** A row of `schema_versions`: an applied version of the schema. */
export interface SchemaVersionsRow {
  /** Name of the migration, such as 001_staging. */
  readonly name: string
  /** SHA-256 of its file, so that a later edit is noticed. */
  readonly checksum: string
  /** When it was applied, UTC. */
  readonly applied_at: string
  /** Who applied it, as user@machine. */
  readonly applied_by: string
  /** How long it took, in seconds. */
  readonly seconds: number
}

/** A row of `load_errors`: a row of a file that a load left out. */
export interface LoadErrorsRow {
  /** The step that loaded the file, such as 01_staging_events. */
  readonly step: string
  /** Path or s3:// URI of the file. */
  readonly file: string
  /** Last line of the row in its file, from 1. */
  readonly line: number | bigint
  /** The column that the value did not fit; null when the row is no JSON object. */
  readonly column_name: string | null
  /** The type of that column. */
  readonly column_type: string | null
  /** The value as it stands in the file, cut at 1,024 characters. */
  readonly value: string | null
  /** Why it did not fit. */
  readonly reason: string
  /** When the load ran, UTC. */
  readonly loaded_at: string
}

declare module 'knex/types/tables.js' {
  interface Tables {
    staging_events: StagingEventsRow
    staging_songs: StagingSongsRow
    users: UsersRow
    songs: SongsRow
    artists: ArtistsRow
    time: TimeRow
    songplays: SongplaysRow
    loaded_files: LoadedFilesRow
    pending_changes: PendingChangesRow
    pending_songs: PendingSongsRow
    user_levels: UserLevelsRow
    runs: RunsRow
    run_steps: RunStepsRow
    schema_versions: SchemaVersionsRow
    load_errors: LoadErrorsRow
  }
}
