-- migrate

-- 001_staging
begin;
create table "schema_versions" (
    "name" varchar(256) not null,
    "checksum" varchar(64) not null,
    "applied_at" timestamp not null,
    "applied_by" varchar(256) not null,
    "seconds" double precision not null,
    primary key ("name")
)
diststyle all
sortkey auto;
comment on table "schema_versions" is 'an applied version of the schema';
comment on column "schema_versions"."name" is 'name of the migration, such as 001_staging';
comment on column "schema_versions"."checksum" is 'SHA-256 of its file, so that a later edit is noticed';
comment on column "schema_versions"."applied_at" is 'when it was applied, UTC';
comment on column "schema_versions"."applied_by" is 'who applied it, as user@machine';
comment on column "schema_versions"."seconds" is 'how long it took, in seconds';
create table "load_errors" (
    "step" varchar(128) not null,
    "file" varchar(2048) not null,
    "line" bigint not null,
    "column_name" varchar(128),
    "column_type" varchar(64),
    "value" varchar(4096),
    "reason" varchar(512) not null,
    "loaded_at" timestamp not null
)
diststyle even
sortkey auto;
comment on table "load_errors" is 'a row of a file that a load left out';
comment on column "load_errors"."step" is 'the step that loaded the file, such as 01_staging_events';
comment on column "load_errors"."file" is 'path or s3:// URI of the file';
comment on column "load_errors"."line" is 'last line of the row in its file, from 1';
comment on column "load_errors"."column_name" is 'the column that the value did not fit; null when the row is no JSON object';
comment on column "load_errors"."column_type" is 'the type of that column';
comment on column "load_errors"."value" is 'the value as it stands in the file, cut at 1,024 characters';
comment on column "load_errors"."reason" is 'why it did not fit';
comment on column "load_errors"."loaded_at" is 'when the load ran, UTC';
create table "staging_events" (
    "artist" varchar(1024),
    "auth" varchar(16),
    "first_name" varchar(256),
    "gender" varchar(8),
    "item_in_session" integer,
    "last_name" varchar(256),
    "length" double precision,
    "level" varchar(8),
    "location" varchar(512),
    "method" varchar(8),
    "page" varchar(64),
    "registration" double precision,
    "session_id" integer,
    "song" varchar(1024),
    "status" integer,
    "ts" timestamp,
    "user_agent" varchar(1024),
    "user_id" integer
)
diststyle even
sortkey auto;
comment on table "staging_events" is 'an event of the log, as it was written';
comment on column "staging_events"."artist" is 'who plays the song, as text even where the log has a number';
comment on column "staging_events"."auth" is 'Logged In, Logged Out or Cancelled';
comment on column "staging_events"."first_name" is 'the user''s first name; null when nobody is signed in';
comment on column "staging_events"."gender" is 'F or M; null when nobody is signed in';
comment on column "staging_events"."item_in_session" is 'place of the event in its session, from 0';
comment on column "staging_events"."last_name" is 'the user''s last name; null when nobody is signed in';
comment on column "staging_events"."length" is 'seconds that the song lasts, with all digits of the log';
comment on column "staging_events"."level" is 'free or paid: the user''s level at that moment';
comment on column "staging_events"."location" is 'where the user is, as City, ST; null when nobody is signed in';
comment on column "staging_events"."method" is 'HTTP method of the request, GET or PUT';
comment on column "staging_events"."page" is 'what was asked for: NextSong is a song that started';
comment on column "staging_events"."registration" is 'when the user signed up: milliseconds since 1970, UTC';
comment on column "staging_events"."session_id" is 'the session, which the events of one visit share';
comment on column "staging_events"."song" is 'title of the song; null, as artist and length, unless a song started';
comment on column "staging_events"."status" is 'HTTP status of the answer, such as 200, 307 or 404';
comment on column "staging_events"."ts" is 'when it happened, UTC, to the millisecond';
comment on column "staging_events"."user_agent" is 'the browser''s own words about itself, mostly in double quotes';
comment on column "staging_events"."user_id" is 'the user; null when nobody is signed in, where the log has a blank';
create table "staging_songs" (
    "num_songs" integer,
    "artist_id" varchar(18),
    "artist_latitude" double precision,
    "artist_longitude" double precision,
    "artist_location" varchar(1024),
    "artist_name" varchar(1024),
    "song_id" varchar(18),
    "title" varchar(1024),
    "duration" double precision,
    "year" integer
)
diststyle even
sortkey auto;
comment on table "staging_songs" is 'a song of the catalogue, as it was written';
comment on column "staging_songs"."num_songs" is 'how many songs the file says it holds: 1';
comment on column "staging_songs"."artist_id" is 'the artist; an artist may come under several names';
comment on column "staging_songs"."artist_latitude" is 'degrees north; null where the place is not known';
comment on column "staging_songs"."artist_longitude" is 'degrees east; null where the place is not known';
comment on column "staging_songs"."artist_location" is 'the artist''s place, any text (276 bytes of HTML, once)';
comment on column "staging_songs"."artist_name" is 'the artist''s name as this song has it';
comment on column "staging_songs"."song_id" is 'the song';
comment on column "staging_songs"."title" is 'title of the song';
comment on column "staging_songs"."duration" is 'seconds that the song lasts';
comment on column "staging_songs"."year" is 'year of release; 0 where it is not known';
insert into "schema_versions" ("applied_at", "applied_by", "checksum", "name", "seconds") values ($1, $2, $3, $4, $5);
commit;

-- 002_dimensions
begin;
create table "users" (
    "user_id" integer not null,
    "first_name" varchar(256),
    "last_name" varchar(256),
    "gender" varchar(8),
    "level" varchar(8),
    primary key ("user_id")
)
diststyle all
sortkey ("user_id");
comment on table "users" is 'a user, as the latest event shows them';
comment on column "users"."user_id" is 'the user';
comment on column "users"."first_name" is 'first name, as of the latest event';
comment on column "users"."last_name" is 'last name, as of the latest event';
comment on column "users"."gender" is 'F or M, as of the latest event';
comment on column "users"."level" is 'free or paid, as of the latest event';
create table "songs" (
    "song_id" varchar(18) not null,
    "title" varchar(1024),
    "artist_id" varchar(18),
    "year" integer,
    "duration" double precision,
    primary key ("song_id")
)
diststyle key
distkey ("song_id")
sortkey ("year");
comment on table "songs" is 'a song of the catalogue';
comment on column "songs"."song_id" is 'the song';
comment on column "songs"."title" is 'title of the song';
comment on column "songs"."artist_id" is 'whose song it is: artists.artist_id';
comment on column "songs"."year" is 'year of release; 0 where it is not known';
comment on column "songs"."duration" is 'seconds that the song lasts';
create table "artists" (
    "artist_id" varchar(18) not null,
    "name" varchar(1024),
    "location" varchar(1024),
    "latitude" double precision,
    "longitude" double precision,
    primary key ("artist_id")
)
diststyle key
distkey ("artist_id")
sortkey ("name");
comment on table "artists" is 'an artist of the catalogue, under one of their names';
comment on column "artists"."artist_id" is 'the artist';
comment on column "artists"."name" is 'the shortest of the names that the artist comes under';
comment on column "artists"."location" is 'the artist''s place, any text; may be empty';
comment on column "artists"."latitude" is 'degrees north; null where the place is not known';
comment on column "artists"."longitude" is 'degrees east; null where the place is not known';
create table "time" (
    "start_time" timestamp not null,
    "hour" integer,
    "day" integer,
    "week" integer,
    "month" integer,
    "year" integer,
    "weekday" integer,
    primary key ("start_time")
)
diststyle all
sortkey ("start_time");
comment on table "time" is 'a moment at which a song started, in UTC';
comment on column "time"."start_time" is 'the moment, UTC, to the millisecond';
comment on column "time"."hour" is 'hour of the day, 0 to 23, UTC';
comment on column "time"."day" is 'day of the month, 1 to 31';
comment on column "time"."week" is 'week of the year, 1 to 53, ISO 8601: weeks begin on Monday';
comment on column "time"."month" is 'month, 1 to 12';
comment on column "time"."year" is 'year';
comment on column "time"."weekday" is 'day of the week, 0 (Sunday) to 6 (Saturday)';
insert into "schema_versions" ("applied_at", "applied_by", "checksum", "name", "seconds") values ($1, $2, $3, $4, $5);
commit;

-- 003_songplays
begin;
create table "songplays" (
    "songplay_id" bigint identity(0, 1),
    "start_time" timestamp not null,
    "user_id" integer,
    "level" varchar(8),
    "song_id" varchar(18),
    "artist_id" varchar(18),
    "session_id" integer,
    "location" varchar(512),
    "user_agent" varchar(1024),
    primary key ("songplay_id"),
    foreign key ("start_time") references "time" ("start_time"),
    foreign key ("user_id") references "users" ("user_id"),
    foreign key ("song_id") references "songs" ("song_id"),
    foreign key ("artist_id") references "artists" ("artist_id")
)
diststyle key
distkey ("song_id")
sortkey ("start_time");
comment on table "songplays" is 'a song that a user started: a NextSong event';
comment on column "songplays"."songplay_id" is 'the play: unique, with gaps, in no order';
comment on column "songplays"."start_time" is 'when the song started, UTC, to the millisecond';
comment on column "songplays"."user_id" is 'who played it';
comment on column "songplays"."level" is 'free or paid: the user''s level at that moment';
comment on column "songplays"."song_id" is 'the song; null when the catalogue does not hold it';
comment on column "songplays"."artist_id" is 'the song''s artist; null when the catalogue does not hold the song';
comment on column "songplays"."session_id" is 'the session, which the plays of one visit share';
comment on column "songplays"."location" is 'where the user was, as City, ST';
comment on column "songplays"."user_agent" is 'the browser''s own words about itself, mostly in double quotes';
insert into "schema_versions" ("applied_at", "applied_by", "checksum", "name", "seconds") values ($1, $2, $3, $4, $5);
commit;

-- 004_incremental
begin;
alter table "staging_events" add column "load_id" bigint;
comment on column "staging_events"."load_id" is 'the load that the row came by';
alter table "staging_songs" add column "load_id" bigint;
comment on column "staging_songs"."load_id" is 'the load that the row came by';
alter table "users" add column "seen_at" timestamp;
comment on column "users"."seen_at" is 'their latest event, UTC';
alter table "users" add column "session_id" integer;
comment on column "users"."session_id" is 'the session of that event';
alter table "users" add column "item_in_session" integer;
comment on column "users"."item_in_session" is 'the place of that event in its session';
alter table "songplays" add column "title" varchar(1024);
comment on column "songplays"."title" is 'what was played, in the log''s words';
alter table "songplays" add column "artist" varchar(1024);
comment on column "songplays"."artist" is 'by whom, in the log''s words';
alter table "songplays" add column "length" double precision;
comment on column "songplays"."length" is 'how long it is, in seconds';
alter table "songplays" alter diststyle key distkey "start_time";
alter table "time" alter diststyle key distkey "start_time";
create table "loaded_files" (
    "uri" varchar(2048) not null,
    "source" varchar(16) not null,
    "place" varchar(2048) not null,
    "load_id" bigint,
    "size_bytes" bigint not null,
    "version" varchar(128) not null,
    "hash" varchar(8),
    "rows_loaded" bigint,
    "rows_rejected" bigint,
    "first_moment" timestamp,
    "last_moment" timestamp,
    "state" varchar(16) not null,
    "run_id" varchar(36) not null,
    "loaded_at" timestamp not null,
    primary key ("uri")
)
diststyle even
sortkey auto;
comment on table "loaded_files" is 'a file of the lake, as it was when it was last loaded';
comment on column "loaded_files"."uri" is 'its path, or its s3:// URI';
comment on column "loaded_files"."source" is 'log_data or song_data';
comment on column "loaded_files"."place" is 'what the setting of that name was';
comment on column "loaded_files"."load_id" is 'the load of its rows in staging; null when the whole source was loaded at once';
comment on column "loaded_files"."size_bytes" is 'its size as stored';
comment on column "loaded_files"."version" is 'its ETag, or the time of its last change';
comment on column "loaded_files"."hash" is 'CRC-32 of its bytes, by which one that was touched alone is known; null where its version is an ETag';
comment on column "loaded_files"."rows_loaded" is 'rows in staging; null when only the sum of its load is known';
comment on column "loaded_files"."rows_rejected" is 'rows that were left out';
comment on column "loaded_files"."first_moment" is 'its earliest event, UTC';
comment on column "loaded_files"."last_moment" is 'its latest event, UTC';
comment on column "loaded_files"."state" is 'loaded, trimmed or excluded';
comment on column "loaded_files"."run_id" is 'the run that loaded it';
comment on column "loaded_files"."loaded_at" is 'when that was, UTC';
create table "pending_changes" (
    "source" varchar(16) not null,
    "first_moment" timestamp,
    "last_moment" timestamp,
    primary key ("source")
)
diststyle all
sortkey auto;
comment on table "pending_changes" is 'a source with rows in staging that the star does not show yet';
comment on column "pending_changes"."source" is 'log_data or song_data';
comment on column "pending_changes"."first_moment" is 'the earliest event that came or went, UTC';
comment on column "pending_changes"."last_moment" is 'the latest event that came or went, UTC';
create table "pending_songs" (
    "title" varchar(1024),
    "artist_name" varchar(1024)
)
diststyle all
sortkey auto;
comment on table "pending_songs" is 'a title and artist of the catalogue that came or went and is not published yet';
comment on column "pending_songs"."title" is 'the title, as in the song file';
comment on column "pending_songs"."artist_name" is 'the artist''s name, as in the song file';
create table "user_levels" (
    "user_id" integer not null,
    "level" varchar(8) not null,
    "valid_from" timestamp not null,
    "valid_to" timestamp,
    primary key ("user_id", "valid_from"),
    foreign key ("user_id") references "users" ("user_id")
)
diststyle all
sortkey ("user_id", "valid_from");
comment on table "user_levels" is 'a span of time in which a user was on one level';
comment on column "user_levels"."user_id" is 'the user';
comment on column "user_levels"."level" is 'free or paid';
comment on column "user_levels"."valid_from" is 'the first event that shows it, UTC';
comment on column "user_levels"."valid_to" is 'the first event that shows another, UTC; null while it lasts';
create table "runs" (
    "run_id" varchar(36) not null,
    "started_at" timestamp not null,
    "seconds" double precision not null,
    "state" varchar(16) not null,
    "schema_version" varchar(256) not null,
    "run_by" varchar(256) not null,
    "message" varchar(8192),
    primary key ("run_id")
)
diststyle all
sortkey ("started_at");
comment on table "runs" is 'a run of the transforms that had something to do';
comment on column "runs"."run_id" is 'the run';
comment on column "runs"."started_at" is 'when it began, UTC';
comment on column "runs"."seconds" is 'how long it took';
comment on column "runs"."state" is 'loaded (staging alone), published or failed';
comment on column "runs"."schema_version" is 'the newest version of the schema';
comment on column "runs"."run_by" is 'user and host';
comment on column "runs"."message" is 'why it failed: step, promise, offending keys and counts';
create table "run_steps" (
    "run_id" varchar(36) not null,
    "step" varchar(128) not null,
    "checksum" varchar(64) not null,
    "rows_read" bigint,
    "rows_inserted" bigint not null,
    "rows_deleted" bigint not null,
    "rows_rejected" bigint not null,
    "files" bigint,
    "bytes" bigint,
    "seconds" double precision not null,
    "query_id" bigint,
    primary key ("run_id", "step"),
    foreign key ("run_id") references "runs" ("run_id")
)
diststyle all
sortkey ("run_id");
comment on table "run_steps" is 'what a step of a run did';
comment on column "run_steps"."run_id" is 'the run';
comment on column "run_steps"."step" is 'the step, as its file is named';
comment on column "run_steps"."checksum" is 'SHA-256 of the step''s file';
comment on column "run_steps"."rows_read" is 'rows of the files; null for steps that read tables';
comment on column "run_steps"."rows_inserted" is 'rows that came';
comment on column "run_steps"."rows_deleted" is 'rows that went';
comment on column "run_steps"."rows_rejected" is 'rows that were left out';
comment on column "run_steps"."files" is 'files that were loaded';
comment on column "run_steps"."bytes" is 'their size as stored';
comment on column "run_steps"."seconds" is 'how long it took';
comment on column "run_steps"."query_id" is 'the cluster''s number of the last statement that wrote, as pg_last_query_id() gives it; null on the embedded engine, which has none';
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
        and (select last_moment from pending_changes where source = 'log_data');
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
);
insert into "schema_versions" ("applied_at", "applied_by", "checksum", "name", "seconds") values ($1, $2, $3, $4, $5);
commit;

-- 005_changed_plays
begin;
create or replace view changed_plays as
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
left join pending_changes as events
    on events.source = 'log_data'
    and songplays.start_time between events.first_moment and events.last_moment
where events.source is null;
insert into "schema_versions" ("applied_at", "applied_by", "checksum", "name", "seconds") values ($1, $2, $3, $4, $5);
commit;

-- rollback --to 0

-- 005_changed_plays
begin;
create or replace view changed_plays as
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
);
delete from "schema_versions" where "name" = $1;
commit;

-- 004_incremental
begin;
drop view changed_plays;
drop view changed_events;
drop table "run_steps";
drop table "runs";
drop table "user_levels";
drop table "pending_songs";
drop table "pending_changes";
drop table "loaded_files";
alter table "time" alter diststyle all;
alter table "songplays" alter diststyle key distkey "song_id";
alter table "songplays" drop column "title";
alter table "songplays" drop column "artist";
alter table "songplays" drop column "length";
alter table "users" drop column "seen_at";
alter table "users" drop column "session_id";
alter table "users" drop column "item_in_session";
alter table "staging_songs" drop column "load_id";
alter table "staging_events" drop column "load_id";
delete from "schema_versions" where "name" = $1;
commit;

-- 003_songplays
begin;
drop table "songplays";
delete from "schema_versions" where "name" = $1;
commit;

-- 002_dimensions
begin;
drop table "time";
drop table "artists";
drop table "songs";
drop table "users";
delete from "schema_versions" where "name" = $1;
commit;

-- 001_staging
begin;
drop table "staging_songs";
drop table "staging_events";
delete from "schema_versions" where "name" = $1;
drop table "load_errors";
drop table "schema_versions";
commit;

-- transform

-- staging
begin;
delete from "staging_events";
copy "staging_events" (
    "artist",
    "auth",
    "first_name",
    "gender",
    "item_in_session",
    "last_name",
    "length",
    "level",
    "location",
    "method",
    "page",
    "registration",
    "session_id",
    "song",
    "status",
    "ts",
    "user_agent",
    "user_id"
)
from 's3://udacity-dend/log_data/'
iam_role 'arn:aws:iam::123456789012:role/sparkify-redshift'
region 'us-west-2'
format json 's3://udacity-dend/log_json_path.json'
timeformat 'epochmillisecs'
compupdate off;
delete from "staging_songs";
copy "staging_songs" (
    "num_songs",
    "artist_id",
    "artist_latitude",
    "artist_longitude",
    "artist_location",
    "artist_name",
    "song_id",
    "title",
    "duration",
    "year"
)
from 's3://udacity-dend/song_data/'
iam_role 'arn:aws:iam::123456789012:role/sparkify-redshift'
region 'us-west-2'
format json 'auto'
compupdate off;
commit;

-- star
begin;
-- 03_users: written when there are no rows yet, or this is not 0
select coalesce(sum(abs(difference)), 0) as differing
from (
    select user_id, first_name, last_name, gender, level, seen_at, session_id, item_in_session, count(case when side = 1 then 1 end) - count(case when side = -1 then 1 end) as difference
    from (
        select user_id, first_name, last_name, gender, level, seen_at, session_id, item_in_session, 1 as side from (
with latest as (
    select
        user_id,
        max(ts) as ts
    from changed_events
    where user_id is not null
    group by user_id
),
lost as (
    select user_id
    from users
    where seen_at between (select first_moment from pending_changes where source = 'log_data')
            and (select last_moment from pending_changes where source = 'log_data')
        and user_id not in (select user_id from latest where ts is not null)
    union all
    select user_id
    from users
    where seen_at is null
        and user_id not in (select user_id from latest)
        and (select count(*) from loaded_files where state = 'trimmed') = 0
),
events as (
    select
        events.user_id,
        events.first_name,
        events.last_name,
        events.gender,
        events.level,
        events.ts as seen_at,
        events.session_id,
        events.item_in_session
    from changed_events as events
    join latest
        on latest.user_id = events.user_id
        and (latest.ts = events.ts or latest.ts is null)
    union all
    select
        users.user_id,
        users.first_name,
        users.last_name,
        users.gender,
        users.level,
        users.seen_at,
        users.session_id,
        users.item_in_session
    from users
    join latest
        on latest.user_id = users.user_id
    where not (
        users.seen_at between (select first_moment from pending_changes where source = 'log_data')
            and (select last_moment from pending_changes where source = 'log_data')
    )
    union all
    select
        events.user_id,
        events.first_name,
        events.last_name,
        events.gender,
        events.level,
        events.ts,
        events.session_id,
        events.item_in_session
    from staging_events as events
    join lost
        on lost.user_id = events.user_id
    union all
    select
        users.user_id,
        users.first_name,
        users.last_name,
        users.gender,
        users.level,
        null,
        null,
        null
    from users
    join lost
        on lost.user_id = users.user_id
    join (
        select user_id
        from songplays
        where start_time < (select first_moment from pending_changes where source = 'log_data')
            or start_time > (select last_moment from pending_changes where source = 'log_data')
        union
        select user_id
        from user_levels
        where valid_from < (select first_moment from pending_changes where source = 'log_data')
    ) as shown
        on shown.user_id = lost.user_id
),
ranked as (
    select
        user_id,
        first_name,
        last_name,
        gender,
        level,
        seen_at,
        session_id,
        item_in_session,
        row_number() over (
            partition by user_id
            order by
                seen_at desc nulls last,
                session_id desc,
                item_in_session desc,
                level,
                first_name,
                last_name,
                gender
        ) as place
    from events
)
select
    user_id,
    first_name,
    last_name,
    gender,
    level,
    seen_at,
    session_id,
    item_in_session
from ranked
where place = 1
        ) as fresh (user_id, first_name, last_name, gender, level, seen_at, session_id, item_in_session)
        union all
        select user_id, first_name, last_name, gender, level, seen_at, session_id, item_in_session, -1 as side from users
    ) as both_sides
    group by user_id, first_name, last_name, gender, level, seen_at, session_id, item_in_session
    having count(case when side = 1 then 1 end) - count(case when side = -1 then 1 end) <> 0
) as differences;
delete from "users";
insert into users (
    user_id,
    first_name,
    last_name,
    gender,
    level,
    seen_at,
    session_id,
    item_in_session
)
with latest as (
    select
        user_id,
        max(ts) as ts
    from changed_events
    where user_id is not null
    group by user_id
),
lost as (
    select user_id
    from users
    where seen_at between (select first_moment from pending_changes where source = 'log_data')
            and (select last_moment from pending_changes where source = 'log_data')
        and user_id not in (select user_id from latest where ts is not null)
    union all
    select user_id
    from users
    where seen_at is null
        and user_id not in (select user_id from latest)
        and (select count(*) from loaded_files where state = 'trimmed') = 0
),
events as (
    select
        events.user_id,
        events.first_name,
        events.last_name,
        events.gender,
        events.level,
        events.ts as seen_at,
        events.session_id,
        events.item_in_session
    from changed_events as events
    join latest
        on latest.user_id = events.user_id
        and (latest.ts = events.ts or latest.ts is null)
    union all
    select
        users.user_id,
        users.first_name,
        users.last_name,
        users.gender,
        users.level,
        users.seen_at,
        users.session_id,
        users.item_in_session
    from users
    join latest
        on latest.user_id = users.user_id
    where not (
        users.seen_at between (select first_moment from pending_changes where source = 'log_data')
            and (select last_moment from pending_changes where source = 'log_data')
    )
    union all
    select
        events.user_id,
        events.first_name,
        events.last_name,
        events.gender,
        events.level,
        events.ts,
        events.session_id,
        events.item_in_session
    from staging_events as events
    join lost
        on lost.user_id = events.user_id
    union all
    select
        users.user_id,
        users.first_name,
        users.last_name,
        users.gender,
        users.level,
        null,
        null,
        null
    from users
    join lost
        on lost.user_id = users.user_id
    join (
        select user_id
        from songplays
        where start_time < (select first_moment from pending_changes where source = 'log_data')
            or start_time > (select last_moment from pending_changes where source = 'log_data')
        union
        select user_id
        from user_levels
        where valid_from < (select first_moment from pending_changes where source = 'log_data')
    ) as shown
        on shown.user_id = lost.user_id
),
ranked as (
    select
        user_id,
        first_name,
        last_name,
        gender,
        level,
        seen_at,
        session_id,
        item_in_session,
        row_number() over (
            partition by user_id
            order by
                seen_at desc nulls last,
                session_id desc,
                item_in_session desc,
                level,
                first_name,
                last_name,
                gender
        ) as place
    from events
)
select
    user_id,
    first_name,
    last_name,
    gender,
    level,
    seen_at,
    session_id,
    item_in_session
from ranked
where place = 1;
-- 04_songs: written when there are no rows yet, or this is not 0
select coalesce(sum(abs(difference)), 0) as differing
from (
    select song_id, title, artist_id, year, duration, count(case when side = 1 then 1 end) - count(case when side = -1 then 1 end) as difference
    from (
        select song_id, title, artist_id, year, duration, 1 as side from (
with deliveries as (
    select
        song_id,
        title,
        artist_id,
        year,
        duration,
        row_number() over (
            partition by song_id
            order by title, artist_id, year desc, duration
        ) as place
    from staging_songs
    where song_id is not null
)
select
    song_id,
    title,
    artist_id,
    year,
    duration
from deliveries
where place = 1
        ) as fresh (song_id, title, artist_id, year, duration)
        union all
        select song_id, title, artist_id, year, duration, -1 as side from songs
    ) as both_sides
    group by song_id, title, artist_id, year, duration
    having count(case when side = 1 then 1 end) - count(case when side = -1 then 1 end) <> 0
) as differences;
delete from "songs";
insert into songs (song_id, title, artist_id, year, duration)
with deliveries as (
    select
        song_id,
        title,
        artist_id,
        year,
        duration,
        row_number() over (
            partition by song_id
            order by title, artist_id, year desc, duration
        ) as place
    from staging_songs
    where song_id is not null
)
select
    song_id,
    title,
    artist_id,
    year,
    duration
from deliveries
where place = 1;
-- 05_artists: written when there are no rows yet, or this is not 0
select coalesce(sum(abs(difference)), 0) as differing
from (
    select artist_id, name, location, latitude, longitude, count(case when side = 1 then 1 end) - count(case when side = -1 then 1 end) as difference
    from (
        select artist_id, name, location, latitude, longitude, 1 as side from (
with names as (
    select
        artist_id,
        artist_name,
        row_number() over (
            partition by artist_id
            order by len(artist_name), artist_name
        ) as place
    from staging_songs
    where artist_id is not null
),
places as (
    select
        artist_id,
        artist_location,
        artist_latitude,
        artist_longitude,
        row_number() over (
            partition by artist_id
            order by
                case
                    when artist_latitude is not null
                        and artist_longitude is not null then 0
                    else 1
                end,
                case when artist_location <> '' then 0 else 1 end,
                len(artist_location),
                artist_location,
                artist_latitude,
                artist_longitude
        ) as place
    from staging_songs
    where artist_id is not null
)
select
    names.artist_id,
    names.artist_name,
    places.artist_location,
    places.artist_latitude,
    places.artist_longitude
from names
join places
    on places.artist_id = names.artist_id
    and places.place = 1
where names.place = 1
        ) as fresh (artist_id, name, location, latitude, longitude)
        union all
        select artist_id, name, location, latitude, longitude, -1 as side from artists
    ) as both_sides
    group by artist_id, name, location, latitude, longitude
    having count(case when side = 1 then 1 end) - count(case when side = -1 then 1 end) <> 0
) as differences;
delete from "artists";
insert into artists (artist_id, name, location, latitude, longitude)
with names as (
    select
        artist_id,
        artist_name,
        row_number() over (
            partition by artist_id
            order by len(artist_name), artist_name
        ) as place
    from staging_songs
    where artist_id is not null
),
places as (
    select
        artist_id,
        artist_location,
        artist_latitude,
        artist_longitude,
        row_number() over (
            partition by artist_id
            order by
                case
                    when artist_latitude is not null
                        and artist_longitude is not null then 0
                    else 1
                end,
                case when artist_location <> '' then 0 else 1 end,
                len(artist_location),
                artist_location,
                artist_latitude,
                artist_longitude
        ) as place
    from staging_songs
    where artist_id is not null
)
select
    names.artist_id,
    names.artist_name,
    places.artist_location,
    places.artist_latitude,
    places.artist_longitude
from names
join places
    on places.artist_id = names.artist_id
    and places.place = 1
where names.place = 1;
-- 06_time: written when there are no rows yet, or this is not 0
select coalesce(sum(abs(difference)), 0) as differing
from (
    select start_time, hour, day, week, month, year, weekday, count(case when side = 1 then 1 end) - count(case when side = -1 then 1 end) as difference
    from (
        select start_time, hour, day, week, month, year, weekday, 1 as side from (
with moments as (
    select distinct ts as start_time
    from changed_events
    where page = 'NextSong'
)
select
    start_time,
    extract(hour from start_time),
    extract(day from start_time),
    extract(week from start_time),
    extract(month from start_time),
    extract(year from start_time),
    extract(weekday from start_time)
from moments
        ) as fresh (start_time, hour, day, week, month, year, weekday)
        union all
        select start_time, hour, day, week, month, year, weekday, -1 as side from time
    ) as both_sides
    group by start_time, hour, day, week, month, year, weekday
    having count(case when side = 1 then 1 end) - count(case when side = -1 then 1 end) <> 0
) as differences;
delete from "time";
insert into time (start_time, hour, day, week, month, year, weekday)
with moments as (
    select distinct ts as start_time
    from changed_events
    where page = 'NextSong'
)
select
    start_time,
    extract(hour from start_time),
    extract(day from start_time),
    extract(week from start_time),
    extract(month from start_time),
    extract(year from start_time),
    extract(weekday from start_time)
from moments;
-- 07_songplays: written when there are no rows yet, or this is not 0
select coalesce(sum(abs(difference)), 0) as differing
from (
    select start_time, user_id, level, song_id, artist_id, session_id, location, user_agent, title, artist, length, count(case when side = 1 then 1 end) - count(case when side = -1 then 1 end) as difference
    from (
        select start_time, user_id, level, song_id, artist_id, session_id, location, user_agent, title, artist, length, 1 as side from (
with candidates as (
    select distinct
        title,
        artist_name,
        duration,
        song_id,
        artist_id
    from staging_songs
    where song_id is not null
),
found as (
    select distinct
        plays.title,
        plays.artist,
        plays.length,
        candidates.duration,
        candidates.song_id,
        candidates.artist_id
    from changed_plays as plays
    join candidates
        on candidates.title = plays.title
        and candidates.artist_name = plays.artist
),
ranked as (
    select
        title,
        artist,
        length,
        song_id,
        artist_id,
        row_number() over (
            partition by title, artist, length
            order by
                abs(duration - length),
                song_id,
                artist_id
        ) as place
    from found
),
matches as (
    select * from ranked where place = 1
)
select
    plays.start_time,
    plays.user_id,
    plays.level,
    matches.song_id,
    matches.artist_id,
    plays.session_id,
    plays.location,
    plays.user_agent,
    plays.title,
    plays.artist,
    plays.length
from changed_plays as plays
left join matches
    on matches.title = plays.title
    and matches.artist = plays.artist
    and coalesce(matches.length, -1) = coalesce(plays.length, -1)
    and case when matches.length is null then 1 else 0 end = case when plays.length is null then 1 else 0 end
        ) as fresh (start_time, user_id, level, song_id, artist_id, session_id, location, user_agent, title, artist, length)
        union all
        select start_time, user_id, level, song_id, artist_id, session_id, location, user_agent, title, artist, length, -1 as side from songplays
    ) as both_sides
    group by start_time, user_id, level, song_id, artist_id, session_id, location, user_agent, title, artist, length
    having count(case when side = 1 then 1 end) - count(case when side = -1 then 1 end) <> 0
) as differences;
delete from "songplays";
insert into songplays (
    start_time,
    user_id,
    level,
    song_id,
    artist_id,
    session_id,
    location,
    user_agent,
    title,
    artist,
    length
)
with candidates as (
    select distinct
        title,
        artist_name,
        duration,
        song_id,
        artist_id
    from staging_songs
    where song_id is not null
),
found as (
    select distinct
        plays.title,
        plays.artist,
        plays.length,
        candidates.duration,
        candidates.song_id,
        candidates.artist_id
    from changed_plays as plays
    join candidates
        on candidates.title = plays.title
        and candidates.artist_name = plays.artist
),
ranked as (
    select
        title,
        artist,
        length,
        song_id,
        artist_id,
        row_number() over (
            partition by title, artist, length
            order by
                abs(duration - length),
                song_id,
                artist_id
        ) as place
    from found
),
matches as (
    select * from ranked where place = 1
)
select
    plays.start_time,
    plays.user_id,
    plays.level,
    matches.song_id,
    matches.artist_id,
    plays.session_id,
    plays.location,
    plays.user_agent,
    plays.title,
    plays.artist,
    plays.length
from changed_plays as plays
left join matches
    on matches.title = plays.title
    and matches.artist = plays.artist
    and coalesce(matches.length, -1) = coalesce(plays.length, -1)
    and case when matches.length is null then 1 else 0 end = case when plays.length is null then 1 else 0 end;
-- 08_user_levels: written when there are no rows yet, or this is not 0
select coalesce(sum(abs(difference)), 0) as differing
from (
    select user_id, level, valid_from, valid_to, count(case when side = 1 then 1 end) - count(case when side = -1 then 1 end) as difference
    from (
        select user_id, level, valid_from, valid_to, 1 as side from (
with concerned as (
    select distinct user_id
    from changed_events
    where user_id is not null
    union
    select user_id
    from user_levels
    where valid_from between (select first_moment from pending_changes where source = 'log_data')
        and (select last_moment from pending_changes where source = 'log_data')
),
events as (
    select
        user_id,
        level,
        ts as moment,
        session_id,
        item_in_session
    from changed_events
    where user_id is not null
        and level is not null
        and ts is not null
    union all
    select
        later.user_id,
        later.level,
        later.ts,
        later.session_id,
        later.item_in_session
    from staging_events as later
    join concerned
        on concerned.user_id = later.user_id
    where later.ts > (select last_moment from pending_changes where source = 'log_data')
        and later.level is not null
    union all
    select
        user_levels.user_id,
        user_levels.level,
        user_levels.valid_from,
        null,
        null
    from user_levels
    join concerned
        on concerned.user_id = user_levels.user_id
    where user_levels.valid_from < (select first_moment from pending_changes where source = 'log_data')
        and (
            user_levels.valid_to >= (select first_moment from pending_changes where source = 'log_data')
            or user_levels.valid_to is null
        )
),
followed as (
    select
        user_id,
        level,
        moment,
        session_id,
        item_in_session,
        lag(level) over (
            partition by user_id
            order by moment, session_id, item_in_session, level desc
        ) as level_before
    from events
),
turns as (
    select
        user_id,
        level,
        moment,
        row_number() over (
            partition by user_id, moment
            order by session_id desc, item_in_session desc, level
        ) as place
    from followed
    where level_before is null or level_before <> level
),
outlasting as (
    select
        user_id,
        level,
        moment,
        lag(level) over (partition by user_id order by moment) as level_before
    from turns
    where place = 1
),
changes as (
    select user_id, level, moment
    from outlasting
    where level_before is null or level_before <> level
)
select
    user_id,
    level,
    moment,
    lead(moment) over (partition by user_id order by moment)
from changes
        ) as fresh (user_id, level, valid_from, valid_to)
        union all
        select user_id, level, valid_from, valid_to, -1 as side from user_levels
    ) as both_sides
    group by user_id, level, valid_from, valid_to
    having count(case when side = 1 then 1 end) - count(case when side = -1 then 1 end) <> 0
) as differences;
delete from "user_levels";
insert into user_levels (user_id, level, valid_from, valid_to)
with concerned as (
    select distinct user_id
    from changed_events
    where user_id is not null
    union
    select user_id
    from user_levels
    where valid_from between (select first_moment from pending_changes where source = 'log_data')
        and (select last_moment from pending_changes where source = 'log_data')
),
events as (
    select
        user_id,
        level,
        ts as moment,
        session_id,
        item_in_session
    from changed_events
    where user_id is not null
        and level is not null
        and ts is not null
    union all
    select
        later.user_id,
        later.level,
        later.ts,
        later.session_id,
        later.item_in_session
    from staging_events as later
    join concerned
        on concerned.user_id = later.user_id
    where later.ts > (select last_moment from pending_changes where source = 'log_data')
        and later.level is not null
    union all
    select
        user_levels.user_id,
        user_levels.level,
        user_levels.valid_from,
        null,
        null
    from user_levels
    join concerned
        on concerned.user_id = user_levels.user_id
    where user_levels.valid_from < (select first_moment from pending_changes where source = 'log_data')
        and (
            user_levels.valid_to >= (select first_moment from pending_changes where source = 'log_data')
            or user_levels.valid_to is null
        )
),
followed as (
    select
        user_id,
        level,
        moment,
        session_id,
        item_in_session,
        lag(level) over (
            partition by user_id
            order by moment, session_id, item_in_session, level desc
        ) as level_before
    from events
),
turns as (
    select
        user_id,
        level,
        moment,
        row_number() over (
            partition by user_id, moment
            order by session_id desc, item_in_session desc, level
        ) as place
    from followed
    where level_before is null or level_before <> level
),
outlasting as (
    select
        user_id,
        level,
        moment,
        lag(level) over (partition by user_id order by moment) as level_before
    from turns
    where place = 1
),
changes as (
    select user_id, level, moment
    from outlasting
    where level_before is null or level_before <> level
)
select
    user_id,
    level,
    moment,
    lead(moment) over (partition by user_id order by moment)
from changes;
-- users: unique (user_id)
select 0 as promise, broken from (select count(*) as broken from (select users.user_id, count(*) as copies from users group by users.user_id having count(*) > 1) as repeated) as counted
union all
-- users: not null (user_id)
select 1 as promise, broken from (select count(*) as broken from users where user_id is null) as counted
union all
-- users: not null (level)
select 2 as promise, broken from (select count(*) as broken from users where level is null) as counted
union all
-- users: level is one of free, paid
select 3 as promise, broken from (select count(*) as broken from users where level not in ('free', 'paid')) as counted
union all
-- users: users in = users out
select 4 as promise, broken from (select abs(came_in - went_out) as broken from (select (select count(distinct user_id) from staging_events) as came_in, (select count(*) from users) as went_out) as counts) as counted
union all
-- songs: unique (song_id)
select 5 as promise, broken from (select count(*) as broken from (select songs.song_id, count(*) as copies from songs group by songs.song_id having count(*) > 1) as repeated) as counted
union all
-- songs: not null (song_id)
select 6 as promise, broken from (select count(*) as broken from songs where song_id is null) as counted
union all
-- songs: not null (title)
select 7 as promise, broken from (select count(*) as broken from songs where title is null) as counted
union all
-- songs: songs in = songs out
select 8 as promise, broken from (select abs(came_in - went_out) as broken from (select (select count(distinct song_id) from staging_songs) as came_in, (select count(*) from songs) as went_out) as counts) as counted
union all
-- artists: unique (artist_id)
select 9 as promise, broken from (select count(*) as broken from (select artists.artist_id, count(*) as copies from artists group by artists.artist_id having count(*) > 1) as repeated) as counted
union all
-- artists: not null (artist_id)
select 10 as promise, broken from (select count(*) as broken from artists where artist_id is null) as counted
union all
-- artists: not null (name)
select 11 as promise, broken from (select count(*) as broken from artists where name is null) as counted
union all
-- artists: artists in = artists out
select 12 as promise, broken from (select abs(came_in - went_out) as broken from (select (select count(distinct artist_id) from staging_songs) as came_in, (select count(*) from artists) as went_out) as counts) as counted
union all
-- time: unique (start_time)
select 13 as promise, broken from (select count(*) as broken from (select time.start_time, count(*) as copies from time group by time.start_time having count(*) > 1) as repeated) as counted
union all
-- time: not null (start_time)
select 14 as promise, broken from (select count(*) as broken from time where start_time is null) as counted
union all
-- time: weekday is one of 0, 1, 2, 3, 4, 5, 6
select 15 as promise, broken from (select count(*) as broken from time where weekday not in (0, 1, 2, 3, 4, 5, 6)) as counted
union all
-- songplays: unique (songplay_id)
select 16 as promise, broken from (select count(*) as broken from (select songplays.songplay_id, count(*) as copies from songplays group by songplays.songplay_id having count(*) > 1) as repeated) as counted
union all
-- songplays: not null (songplay_id)
select 17 as promise, broken from (select count(*) as broken from songplays where songplay_id is null) as counted
union all
-- songplays: not null (start_time)
select 18 as promise, broken from (select count(*) as broken from songplays where start_time is null) as counted
union all
-- songplays: start_time references time.start_time
select 19 as promise, broken from (select count(songplays.start_time) as broken from songplays left join time as referred on referred.start_time = songplays.start_time where referred.start_time is null) as counted
union all
-- songplays: user_id references users.user_id
select 20 as promise, broken from (select count(songplays.user_id) as broken from songplays left join users as referred on referred.user_id = songplays.user_id where referred.user_id is null) as counted
union all
-- songplays: song_id references songs.song_id
select 21 as promise, broken from (select count(songplays.song_id) as broken from songplays left join songs as referred on referred.song_id = songplays.song_id where referred.song_id is null) as counted
union all
-- songplays: artist_id references artists.artist_id
select 22 as promise, broken from (select count(songplays.artist_id) as broken from songplays left join artists as referred on referred.artist_id = songplays.artist_id where referred.artist_id is null) as counted
union all
-- songplays: level is one of free, paid
select 23 as promise, broken from (select count(*) as broken from songplays where level not in ('free', 'paid')) as counted
union all
-- songplays: plays in = plays out
select 24 as promise, broken from (select abs(came_in - went_out) as broken from (select (select count(*) from staging_events where page = 'NextSong') as came_in, (select count(*) from songplays) as went_out) as counts) as counted
union all
-- songplays: share of plays that found a song at least 0.0001
select 25 as promise, broken from (select count(case when found < 0.0001 then 1 end) as broken from (select (select case when count(*) >= 10000 then cast(count(song_id) as double precision) / count(*) end from songplays) as found) as numbers) as counted
union all
-- songplays: plays of the newest day, in means of the seven days before, at least 0.05 and at most 20
select 26 as promise, broken from (select count(case when found < 0.05 or found > 20 then 1 end) as broken from (select (select
    cast(7 * count(case when start_time >= newest.day then 1 end) as double precision)
        / nullif(count(case when start_time < newest.day then 1 end), 0)
from songplays
cross join (
    select date_trunc('day', max(start_time)) as day
    from songplays
) as newest
where start_time >= dateadd(day, -7, newest.day)) as found) as numbers) as counted
union all
-- user_levels: unique (user_id, valid_from)
select 27 as promise, broken from (select count(*) as broken from (select user_levels.user_id, user_levels.valid_from, count(*) as copies from user_levels group by user_levels.user_id, user_levels.valid_from having count(*) > 1) as repeated) as counted
union all
-- user_levels: not null (user_id)
select 28 as promise, broken from (select count(*) as broken from user_levels where user_id is null) as counted
union all
-- user_levels: not null (level)
select 29 as promise, broken from (select count(*) as broken from user_levels where level is null) as counted
union all
-- user_levels: not null (valid_from)
select 30 as promise, broken from (select count(*) as broken from user_levels where valid_from is null) as counted
union all
-- user_levels: user_id references users.user_id
select 31 as promise, broken from (select count(user_levels.user_id) as broken from user_levels left join users as referred on referred.user_id = user_levels.user_id where referred.user_id is null) as counted
union all
-- user_levels: level is one of free, paid
select 32 as promise, broken from (select count(*) as broken from user_levels where level not in ('free', 'paid')) as counted
union all
-- user_levels: users with a level in = users with a level out
select 33 as promise, broken from (select abs(came_in - went_out) as broken from (select (select count(distinct user_id) from staging_events where level is not null and ts is not null) as came_in, (select count(*) from user_levels where valid_to is null) as went_out) as counts) as counted;
commit;

-- star, changed rows alone
begin;
create temporary table changes as
select user_id, first_name, last_name, gender, level, seen_at, session_id, item_in_session, copy, max(side) as side, max(id) as id
from (
    select
        user_id, first_name, last_name, gender, level, seen_at, session_id, item_in_session,
        row_number() over (partition by user_id, first_name, last_name, gender, level, seen_at, session_id, item_in_session order by user_id) as copy,
        1 as side,
        cast(null as bigint) as id
    from (
with latest as (
    select
        user_id,
        max(ts) as ts
    from changed_events
    where user_id is not null
    group by user_id
),
lost as (
    select user_id
    from users
    where seen_at between (select first_moment from pending_changes where source = 'log_data')
            and (select last_moment from pending_changes where source = 'log_data')
        and user_id not in (select user_id from latest where ts is not null)
    union all
    select user_id
    from users
    where seen_at is null
        and user_id not in (select user_id from latest)
        and (select count(*) from loaded_files where state = 'trimmed') = 0
),
events as (
    select
        events.user_id,
        events.first_name,
        events.last_name,
        events.gender,
        events.level,
        events.ts as seen_at,
        events.session_id,
        events.item_in_session
    from changed_events as events
    join latest
        on latest.user_id = events.user_id
        and (latest.ts = events.ts or latest.ts is null)
    union all
    select
        users.user_id,
        users.first_name,
        users.last_name,
        users.gender,
        users.level,
        users.seen_at,
        users.session_id,
        users.item_in_session
    from users
    join latest
        on latest.user_id = users.user_id
    where not (
        users.seen_at between (select first_moment from pending_changes where source = 'log_data')
            and (select last_moment from pending_changes where source = 'log_data')
    )
    union all
    select
        events.user_id,
        events.first_name,
        events.last_name,
        events.gender,
        events.level,
        events.ts,
        events.session_id,
        events.item_in_session
    from staging_events as events
    join lost
        on lost.user_id = events.user_id
    union all
    select
        users.user_id,
        users.first_name,
        users.last_name,
        users.gender,
        users.level,
        null,
        null,
        null
    from users
    join lost
        on lost.user_id = users.user_id
    join (
        select user_id
        from songplays
        where start_time < (select first_moment from pending_changes where source = 'log_data')
            or start_time > (select last_moment from pending_changes where source = 'log_data')
        union
        select user_id
        from user_levels
        where valid_from < (select first_moment from pending_changes where source = 'log_data')
    ) as shown
        on shown.user_id = lost.user_id
),
ranked as (
    select
        user_id,
        first_name,
        last_name,
        gender,
        level,
        seen_at,
        session_id,
        item_in_session,
        row_number() over (
            partition by user_id
            order by
                seen_at desc nulls last,
                session_id desc,
                item_in_session desc,
                level,
                first_name,
                last_name,
                gender
        ) as place
    from events
)
select
    user_id,
    first_name,
    last_name,
    gender,
    level,
    seen_at,
    session_id,
    item_in_session
from ranked
where place = 1
    ) as fresh (user_id, first_name, last_name, gender, level, seen_at, session_id, item_in_session)
    union all
    select
        user_id, first_name, last_name, gender, level, seen_at, session_id, item_in_session,
        row_number() over (partition by user_id, first_name, last_name, gender, level, seen_at, session_id, item_in_session order by user_id),
        -1,
        cast(null as bigint)
    from (
select *
from users
where user_id in (select user_id from changed_events)
    or seen_at between (select first_moment from pending_changes where source = 'log_data')
        and (select last_moment from pending_changes where source = 'log_data')
    or (
        seen_at is null
        and (select count(*) from loaded_files where state = 'trimmed') = 0
    )
    ) as present
) as both_sides
group by user_id, first_name, last_name, gender, level, seen_at, session_id, item_in_session, copy
having count(*) = 1;
delete from users using changes where changes.side = -1 and changes.user_id = users.user_id;
insert into users (user_id, first_name, last_name, gender, level, seen_at, session_id, item_in_session) select user_id, first_name, last_name, gender, level, seen_at, session_id, item_in_session from changes where side = 1;
drop table changes;
create temporary table changes as
select song_id, title, artist_id, year, duration, copy, max(side) as side, max(id) as id
from (
    select
        song_id, title, artist_id, year, duration,
        row_number() over (partition by song_id, title, artist_id, year, duration order by song_id) as copy,
        1 as side,
        cast(null as bigint) as id
    from (
with deliveries as (
    select
        song_id,
        title,
        artist_id,
        year,
        duration,
        row_number() over (
            partition by song_id
            order by title, artist_id, year desc, duration
        ) as place
    from staging_songs
    where song_id is not null
)
select
    song_id,
    title,
    artist_id,
    year,
    duration
from deliveries
where place = 1
    ) as fresh (song_id, title, artist_id, year, duration)
    union all
    select
        song_id, title, artist_id, year, duration,
        row_number() over (partition by song_id, title, artist_id, year, duration order by song_id),
        -1,
        cast(null as bigint)
    from (
select * from songs
    ) as present
) as both_sides
group by song_id, title, artist_id, year, duration, copy
having count(*) = 1;
delete from songs using changes where changes.side = -1 and changes.song_id = songs.song_id;
insert into songs (song_id, title, artist_id, year, duration) select song_id, title, artist_id, year, duration from changes where side = 1;
drop table changes;
create temporary table changes as
select artist_id, name, location, latitude, longitude, copy, max(side) as side, max(id) as id
from (
    select
        artist_id, name, location, latitude, longitude,
        row_number() over (partition by artist_id, name, location, latitude, longitude order by artist_id) as copy,
        1 as side,
        cast(null as bigint) as id
    from (
with names as (
    select
        artist_id,
        artist_name,
        row_number() over (
            partition by artist_id
            order by len(artist_name), artist_name
        ) as place
    from staging_songs
    where artist_id is not null
),
places as (
    select
        artist_id,
        artist_location,
        artist_latitude,
        artist_longitude,
        row_number() over (
            partition by artist_id
            order by
                case
                    when artist_latitude is not null
                        and artist_longitude is not null then 0
                    else 1
                end,
                case when artist_location <> '' then 0 else 1 end,
                len(artist_location),
                artist_location,
                artist_latitude,
                artist_longitude
        ) as place
    from staging_songs
    where artist_id is not null
)
select
    names.artist_id,
    names.artist_name,
    places.artist_location,
    places.artist_latitude,
    places.artist_longitude
from names
join places
    on places.artist_id = names.artist_id
    and places.place = 1
where names.place = 1
    ) as fresh (artist_id, name, location, latitude, longitude)
    union all
    select
        artist_id, name, location, latitude, longitude,
        row_number() over (partition by artist_id, name, location, latitude, longitude order by artist_id),
        -1,
        cast(null as bigint)
    from (
select * from artists
    ) as present
) as both_sides
group by artist_id, name, location, latitude, longitude, copy
having count(*) = 1;
delete from artists using changes where changes.side = -1 and changes.artist_id = artists.artist_id;
insert into artists (artist_id, name, location, latitude, longitude) select artist_id, name, location, latitude, longitude from changes where side = 1;
drop table changes;
create temporary table changes as
select start_time, hour, day, week, month, year, weekday, copy, max(side) as side, max(id) as id
from (
    select
        start_time, hour, day, week, month, year, weekday,
        row_number() over (partition by start_time, hour, day, week, month, year, weekday order by start_time) as copy,
        1 as side,
        cast(null as bigint) as id
    from (
with moments as (
    select distinct ts as start_time
    from changed_events
    where page = 'NextSong'
)
select
    start_time,
    extract(hour from start_time),
    extract(day from start_time),
    extract(week from start_time),
    extract(month from start_time),
    extract(year from start_time),
    extract(weekday from start_time)
from moments
    ) as fresh (start_time, hour, day, week, month, year, weekday)
    union all
    select
        start_time, hour, day, week, month, year, weekday,
        row_number() over (partition by start_time, hour, day, week, month, year, weekday order by start_time),
        -1,
        cast(null as bigint)
    from (
select *
from time
where start_time between (select first_moment from pending_changes where source = 'log_data')
    and (select last_moment from pending_changes where source = 'log_data')
    ) as present
) as both_sides
group by start_time, hour, day, week, month, year, weekday, copy
having count(*) = 1;
delete from time using changes where changes.side = -1 and changes.start_time = time.start_time;
insert into time (start_time, hour, day, week, month, year, weekday) select start_time, hour, day, week, month, year, weekday from changes where side = 1;
drop table changes;
create temporary table changes as
select start_time, user_id, level, song_id, artist_id, session_id, location, user_agent, title, artist, length, copy, max(side) as side, max(id) as id
from (
    select
        start_time, user_id, level, song_id, artist_id, session_id, location, user_agent, title, artist, length,
        row_number() over (partition by start_time, user_id, level, song_id, artist_id, session_id, location, user_agent, title, artist, length order by start_time) as copy,
        1 as side,
        cast(null as bigint) as id
    from (
with candidates as (
    select distinct
        title,
        artist_name,
        duration,
        song_id,
        artist_id
    from staging_songs
    where song_id is not null
),
found as (
    select distinct
        plays.title,
        plays.artist,
        plays.length,
        candidates.duration,
        candidates.song_id,
        candidates.artist_id
    from changed_plays as plays
    join candidates
        on candidates.title = plays.title
        and candidates.artist_name = plays.artist
),
ranked as (
    select
        title,
        artist,
        length,
        song_id,
        artist_id,
        row_number() over (
            partition by title, artist, length
            order by
                abs(duration - length),
                song_id,
                artist_id
        ) as place
    from found
),
matches as (
    select * from ranked where place = 1
)
select
    plays.start_time,
    plays.user_id,
    plays.level,
    matches.song_id,
    matches.artist_id,
    plays.session_id,
    plays.location,
    plays.user_agent,
    plays.title,
    plays.artist,
    plays.length
from changed_plays as plays
left join matches
    on matches.title = plays.title
    and matches.artist = plays.artist
    and coalesce(matches.length, -1) = coalesce(plays.length, -1)
    and case when matches.length is null then 1 else 0 end = case when plays.length is null then 1 else 0 end
    ) as fresh (start_time, user_id, level, song_id, artist_id, session_id, location, user_agent, title, artist, length)
    union all
    select
        start_time, user_id, level, song_id, artist_id, session_id, location, user_agent, title, artist, length,
        row_number() over (partition by start_time, user_id, level, song_id, artist_id, session_id, location, user_agent, title, artist, length order by songplay_id),
        -1,
        songplay_id
    from (
select *
from songplays
where (
    start_time between (select first_moment from pending_changes where source = 'log_data')
        and (select last_moment from pending_changes where source = 'log_data')
)
union all
select songplays.*
from songplays
join (select distinct title, artist_name from pending_songs) as songs
    on songs.title = songplays.title
    and songs.artist_name = songplays.artist
left join pending_changes as events
    on events.source = 'log_data'
    and songplays.start_time between events.first_moment and events.last_moment
where events.source is null
    ) as present
) as both_sides
group by start_time, user_id, level, song_id, artist_id, session_id, location, user_agent, title, artist, length, copy
having count(*) = 1;
delete from songplays where songplay_id in (select id from changes where side = -1);
insert into songplays (start_time, user_id, level, song_id, artist_id, session_id, location, user_agent, title, artist, length) select start_time, user_id, level, song_id, artist_id, session_id, location, user_agent, title, artist, length from changes where side = 1;
drop table changes;
create temporary table changes as
select user_id, level, valid_from, valid_to, copy, max(side) as side, max(id) as id
from (
    select
        user_id, level, valid_from, valid_to,
        row_number() over (partition by user_id, level, valid_from, valid_to order by user_id) as copy,
        1 as side,
        cast(null as bigint) as id
    from (
with concerned as (
    select distinct user_id
    from changed_events
    where user_id is not null
    union
    select user_id
    from user_levels
    where valid_from between (select first_moment from pending_changes where source = 'log_data')
        and (select last_moment from pending_changes where source = 'log_data')
),
events as (
    select
        user_id,
        level,
        ts as moment,
        session_id,
        item_in_session
    from changed_events
    where user_id is not null
        and level is not null
        and ts is not null
    union all
    select
        later.user_id,
        later.level,
        later.ts,
        later.session_id,
        later.item_in_session
    from staging_events as later
    join concerned
        on concerned.user_id = later.user_id
    where later.ts > (select last_moment from pending_changes where source = 'log_data')
        and later.level is not null
    union all
    select
        user_levels.user_id,
        user_levels.level,
        user_levels.valid_from,
        null,
        null
    from user_levels
    join concerned
        on concerned.user_id = user_levels.user_id
    where user_levels.valid_from < (select first_moment from pending_changes where source = 'log_data')
        and (
            user_levels.valid_to >= (select first_moment from pending_changes where source = 'log_data')
            or user_levels.valid_to is null
        )
),
followed as (
    select
        user_id,
        level,
        moment,
        session_id,
        item_in_session,
        lag(level) over (
            partition by user_id
            order by moment, session_id, item_in_session, level desc
        ) as level_before
    from events
),
turns as (
    select
        user_id,
        level,
        moment,
        row_number() over (
            partition by user_id, moment
            order by session_id desc, item_in_session desc, level
        ) as place
    from followed
    where level_before is null or level_before <> level
),
outlasting as (
    select
        user_id,
        level,
        moment,
        lag(level) over (partition by user_id order by moment) as level_before
    from turns
    where place = 1
),
changes as (
    select user_id, level, moment
    from outlasting
    where level_before is null or level_before <> level
)
select
    user_id,
    level,
    moment,
    lead(moment) over (partition by user_id order by moment)
from changes
    ) as fresh (user_id, level, valid_from, valid_to)
    union all
    select
        user_id, level, valid_from, valid_to,
        row_number() over (partition by user_id, level, valid_from, valid_to order by user_id),
        -1,
        cast(null as bigint)
    from (
select *
from user_levels
where user_id in (
        select user_id
        from changed_events
        where user_id is not null
        union
        select user_id
        from user_levels
        where valid_from between (select first_moment from pending_changes where source = 'log_data')
            and (select last_moment from pending_changes where source = 'log_data')
    )
    and (
        valid_to >= (select first_moment from pending_changes where source = 'log_data')
        or valid_to is null
    )
    ) as present
) as both_sides
group by user_id, level, valid_from, valid_to, copy
having count(*) = 1;
delete from user_levels using changes where changes.side = -1 and changes.user_id = user_levels.user_id and changes.valid_from = user_levels.valid_from;
insert into user_levels (user_id, level, valid_from, valid_to) select user_id, level, valid_from, valid_to from changes where side = 1;
drop table changes;
with users_of_run as (select *
from users
where user_id in (select user_id from changed_events)
    or seen_at between (select first_moment from pending_changes where source = 'log_data')
        and (select last_moment from pending_changes where source = 'log_data')
    or (
        seen_at is null
        and (select count(*) from loaded_files where state = 'trimmed') = 0
    )),
time_of_run as (select *
from time
where start_time between (select first_moment from pending_changes where source = 'log_data')
    and (select last_moment from pending_changes where source = 'log_data')),
songplays_of_run as (select *
from songplays
where (
    start_time between (select first_moment from pending_changes where source = 'log_data')
        and (select last_moment from pending_changes where source = 'log_data')
)
union all
select songplays.*
from songplays
join (select distinct title, artist_name from pending_songs) as songs
    on songs.title = songplays.title
    and songs.artist_name = songplays.artist
left join pending_changes as events
    on events.source = 'log_data'
    and songplays.start_time between events.first_moment and events.last_moment
where events.source is null),
user_levels_of_run as (select *
from user_levels
where user_id in (
        select user_id
        from changed_events
        where user_id is not null
        union
        select user_id
        from user_levels
        where valid_from between (select first_moment from pending_changes where source = 'log_data')
            and (select last_moment from pending_changes where source = 'log_data')
    )
    and (
        valid_to >= (select first_moment from pending_changes where source = 'log_data')
        or valid_to is null
    ))
-- users: unique (user_id)
select 0 as promise, broken from (select count(*) as broken from (select users.user_id, count(*) as copies from users join (select distinct user_id from users_of_run) as changed on changed.user_id = users.user_id group by users.user_id having count(*) > 1) as repeated) as counted
union all
-- users: not null (user_id)
select 1 as promise, broken from (select count(*) as broken from users_of_run as users where user_id is null) as counted
union all
-- users: not null (level)
select 2 as promise, broken from (select count(*) as broken from users_of_run as users where level is null) as counted
union all
-- users: level is one of free, paid
select 3 as promise, broken from (select count(*) as broken from users_of_run as users where level not in ('free', 'paid')) as counted
union all
-- users: users in = users out
select 4 as promise, broken from (select abs(came_in - went_out) as broken from (select (select count(distinct user_id) from changed_events) as came_in, (select count(*) from users where user_id in (select user_id from changed_events)) as went_out) as counts) as counted
union all
-- songs: unique (song_id)
select 5 as promise, broken from (select count(*) as broken from (select songs.song_id, count(*) as copies from songs group by songs.song_id having count(*) > 1) as repeated) as counted
union all
-- songs: not null (song_id)
select 6 as promise, broken from (select count(*) as broken from songs where song_id is null) as counted
union all
-- songs: not null (title)
select 7 as promise, broken from (select count(*) as broken from songs where title is null) as counted
union all
-- songs: songs in = songs out
select 8 as promise, broken from (select abs(came_in - went_out) as broken from (select (select count(distinct song_id) from staging_songs) as came_in, (select count(*) from songs) as went_out) as counts) as counted
union all
-- artists: unique (artist_id)
select 9 as promise, broken from (select count(*) as broken from (select artists.artist_id, count(*) as copies from artists group by artists.artist_id having count(*) > 1) as repeated) as counted
union all
-- artists: not null (artist_id)
select 10 as promise, broken from (select count(*) as broken from artists where artist_id is null) as counted
union all
-- artists: not null (name)
select 11 as promise, broken from (select count(*) as broken from artists where name is null) as counted
union all
-- artists: artists in = artists out
select 12 as promise, broken from (select abs(came_in - went_out) as broken from (select (select count(distinct artist_id) from staging_songs) as came_in, (select count(*) from artists) as went_out) as counts) as counted
union all
-- time: unique (start_time)
select 13 as promise, broken from (select count(*) as broken from (select time.start_time, count(*) as copies from time join (select distinct start_time from time_of_run) as changed on changed.start_time = time.start_time group by time.start_time having count(*) > 1) as repeated) as counted
union all
-- time: not null (start_time)
select 14 as promise, broken from (select count(*) as broken from time_of_run as time where start_time is null) as counted
union all
-- time: weekday is one of 0, 1, 2, 3, 4, 5, 6
select 15 as promise, broken from (select count(*) as broken from time_of_run as time where weekday not in (0, 1, 2, 3, 4, 5, 6)) as counted
union all
-- songplays: unique (songplay_id)
select 16 as promise, broken from (select count(*) as broken from (select songplays.songplay_id, count(*) as copies from songplays join (select distinct songplay_id from songplays_of_run) as changed on changed.songplay_id = songplays.songplay_id group by songplays.songplay_id having count(*) > 1) as repeated) as counted
union all
-- songplays: not null (songplay_id)
select 17 as promise, broken from (select count(*) as broken from songplays_of_run as songplays where songplay_id is null) as counted
union all
-- songplays: not null (start_time)
select 18 as promise, broken from (select count(*) as broken from songplays_of_run as songplays where start_time is null) as counted
union all
-- songplays: start_time references time.start_time
select 19 as promise, broken from (select count(songplays.start_time) as broken from songplays_of_run as songplays left join time as referred on referred.start_time = songplays.start_time where referred.start_time is null) as counted
union all
-- songplays: user_id references users.user_id
select 20 as promise, broken from (select count(songplays.user_id) as broken from songplays_of_run as songplays left join users as referred on referred.user_id = songplays.user_id where referred.user_id is null) as counted
union all
-- songplays: song_id references songs.song_id
select 21 as promise, broken from (select count(songplays.song_id) as broken from songplays_of_run as songplays left join songs as referred on referred.song_id = songplays.song_id where referred.song_id is null) as counted
union all
-- songplays: artist_id references artists.artist_id
select 22 as promise, broken from (select count(songplays.artist_id) as broken from songplays_of_run as songplays left join artists as referred on referred.artist_id = songplays.artist_id where referred.artist_id is null) as counted
union all
-- songplays: level is one of free, paid
select 23 as promise, broken from (select count(*) as broken from songplays_of_run as songplays where level not in ('free', 'paid')) as counted
union all
-- songplays: plays in = plays out
select 24 as promise, broken from (select abs(came_in - went_out) as broken from (select (select count(*) from changed_events where page = 'NextSong') as came_in, (select count(*)
from songplays
where start_time between (select first_moment from pending_changes where source = 'log_data')
    and (select last_moment from pending_changes where source = 'log_data')) as went_out) as counts) as counted
union all
-- songplays: share of plays that found a song at least 0.0001
select 25 as promise, broken from (select count(case when found < 0.0001 then 1 end) as broken from (select (select case when count(*) >= 10000 then cast(count(song_id) as double precision) / count(*) end from songplays) as found) as numbers) as counted
union all
-- songplays: plays of the newest day, in means of the seven days before, at least 0.05 and at most 20
select 26 as promise, broken from (select count(case when found < 0.05 or found > 20 then 1 end) as broken from (select (select
    cast(7 * count(case when start_time >= newest.day then 1 end) as double precision)
        / nullif(count(case when start_time < newest.day then 1 end), 0)
from songplays
cross join (
    select date_trunc('day', max(start_time)) as day
    from songplays
) as newest
where start_time >= dateadd(day, -7, newest.day)) as found) as numbers) as counted
union all
-- user_levels: unique (user_id, valid_from)
select 27 as promise, broken from (select count(*) as broken from (select user_levels.user_id, user_levels.valid_from, count(*) as copies from user_levels join (select distinct user_id, valid_from from user_levels_of_run) as changed on changed.user_id = user_levels.user_id and changed.valid_from = user_levels.valid_from group by user_levels.user_id, user_levels.valid_from having count(*) > 1) as repeated) as counted
union all
-- user_levels: not null (user_id)
select 28 as promise, broken from (select count(*) as broken from user_levels_of_run as user_levels where user_id is null) as counted
union all
-- user_levels: not null (level)
select 29 as promise, broken from (select count(*) as broken from user_levels_of_run as user_levels where level is null) as counted
union all
-- user_levels: not null (valid_from)
select 30 as promise, broken from (select count(*) as broken from user_levels_of_run as user_levels where valid_from is null) as counted
union all
-- user_levels: user_id references users.user_id
select 31 as promise, broken from (select count(user_levels.user_id) as broken from user_levels_of_run as user_levels left join users as referred on referred.user_id = user_levels.user_id where referred.user_id is null) as counted
union all
-- user_levels: level is one of free, paid
select 32 as promise, broken from (select count(*) as broken from user_levels_of_run as user_levels where level not in ('free', 'paid')) as counted
union all
-- user_levels: users with a level in = users with a level out
select 33 as promise, broken from (select abs(came_in - went_out) as broken from (select (select count(distinct user_id)
from changed_events
where level is not null and ts is not null) as came_in, (select count(*)
from user_levels
where valid_to is null
    and user_id in (
        select user_id
        from changed_events
        where level is not null and ts is not null
    )) as went_out) as counts) as counted;
commit;

-- query browsers
--
-- Chrome's user agents also say Safari, and Edge's and Opera's also say Chrome,
-- so the more particular name is looked for first.
with browsers as (
    select
        user_id,
        case
            when user_agent like '%Edge/%' or user_agent like '%Edg/%' then 'Edge'
            when user_agent like '%OPR/%' or user_agent like '%Opera%' then 'Opera'
            when user_agent like '%Firefox/%' then 'Firefox'
            when user_agent like '%Chrome/%' or user_agent like '%CriOS/%' then 'Chrome'
            when user_agent like '%MSIE %' or user_agent like '%Trident/%' then 'Internet Explorer'
            when user_agent like '%Safari/%' then 'Safari'
            when user_agent like '%AppleWebKit/%' then 'Safari'
            else 'other'
        end as browser
    from songplays
)
select
    browser,
    count(distinct user_id) as users,
    count(*) as plays
from browsers
group by browser
order by users desc, plays desc, browser;

-- query busiest_hours
with newest as (
    select max(start_time) as moment
    from songplays
)
select
    time.hour,
    count(*) as plays
from songplays
join time
    on time.start_time = songplays.start_time
cross join newest
where songplays.start_time > dateadd(day, -7, newest.moment)
group by time.hour
order by plays desc, time.hour;

-- query level_changes
with upgrades as (
    select
        later.user_id,
        later.valid_from as upgraded_at
    from user_levels as later
    join user_levels as earlier
        on earlier.user_id = later.user_id
        and earlier.valid_to = later.valid_from
    where earlier.level = 'free'
        and later.level = 'paid'
),
heard as (
    select
        upgrades.user_id,
        upgrades.upgraded_at,
        songplays.artist,
        count(*) as plays,
        row_number() over (
            partition by upgrades.user_id, upgrades.upgraded_at
            order by count(*) desc, songplays.artist
        ) as place
    from upgrades
    join songplays
        on songplays.user_id = upgrades.user_id
        and songplays.start_time < upgrades.upgraded_at
    group by
        upgrades.user_id,
        upgrades.upgraded_at,
        songplays.artist
)
select
    users.user_id,
    users.first_name,
    users.last_name,
    upgrades.upgraded_at,
    heard.artist as most_heard_before,
    heard.plays
from upgrades
join users
    on users.user_id = upgrades.user_id
left join heard
    on heard.user_id = upgrades.user_id
    and heard.upgraded_at = upgrades.upgraded_at
    and heard.place = 1
order by upgrades.upgraded_at, users.user_id;

-- query most_active_users
select
    users.user_id,
    users.first_name,
    users.last_name,
    users.level,
    count(*) as plays
from songplays
join users
    on users.user_id = songplays.user_id
group by
    users.user_id,
    users.first_name,
    users.last_name,
    users.level
order by plays desc, users.user_id
limit 10;

-- query plays_per_day
select
    date_trunc('day', start_time)::date as day,
    count(*) as plays
from songplays
where start_time >= date '1970-01-01'
    and start_time < dateadd(day, 1, date '2999-12-31')
group by 1
order by day;

-- query songs_per_user
select
    users.user_id,
    users.first_name,
    users.last_name,
    songplays.title,
    songplays.artist,
    count(*) as plays
from songplays
join users
    on users.user_id = songplays.user_id
where songplays.title is not null
group by
    users.user_id,
    users.first_name,
    users.last_name,
    songplays.title,
    songplays.artist
order by users.user_id, plays desc, songplays.title, songplays.artist;

-- query top_song
select
    title,
    artist,
    count(*) as plays
from songplays
where title is not null
group by title, artist
order by plays desc, title, artist
limit 1;

-- query top_songs
select
    title,
    artist,
    count(*) as plays
from songplays
where title is not null
group by title, artist
order by plays desc, title, artist
limit 10;

-- query users_by_level
select
    level,
    count(*) as users
from users
group by level
order by users desc, level;

-- report artists
--
-- The hundred artists most played in all, by day and level.
with most_played as (
    select
        artist,
        count(*) as plays
    from songplays
    where artist is not null
    group by artist
    order by plays desc, artist
    limit 100
)
select
    date_trunc('day', songplays.start_time)::date as day,
    songplays.level,
    songplays.artist,
    count(*) as plays
from songplays
join most_played
    on most_played.artist = songplays.artist
group by 1, 2, songplays.artist
order by day, level, plays desc, songplays.artist;

-- report artists_matched
--
-- The hundred artists most played in all, by day and level.
with most_played as (
    select
        artist_id,
        count(*) as plays
    from songplays
    where artist_id is not null
    group by artist_id
    order by plays desc, artist_id
    limit 100
)
select
    date_trunc('day', songplays.start_time)::date as day,
    songplays.level,
    artists.artist_id,
    artists.name as artist,
    count(*) as plays
from songplays
join most_played
    on most_played.artist_id = songplays.artist_id
join artists
    on artists.artist_id = songplays.artist_id
group by 1, 2, artists.artist_id, artists.name
order by day, level, plays desc, artist, artists.artist_id;

-- report browsers
--
-- Chrome's user agents also say Safari, and Edge's and Opera's also say Chrome,
-- so the more particular name is looked for first.
with plays as (
    select
        start_time,
        level,
        case
            when user_agent like '%Edge/%' or user_agent like '%Edg/%' then 'Edge'
            when user_agent like '%OPR/%' or user_agent like '%Opera%' then 'Opera'
            when user_agent like '%Firefox/%' then 'Firefox'
            when user_agent like '%Chrome/%' or user_agent like '%CriOS/%' then 'Chrome'
            when user_agent like '%MSIE %' or user_agent like '%Trident/%' then 'Internet Explorer'
            when user_agent like '%AppleWebKit/%' then 'Safari'
            else 'other'
        end as browser
    from songplays
)
select
    date_trunc('day', start_time)::date as day,
    level,
    browser,
    count(*) as plays
from plays
group by 1, 2, 3
order by day, level, browser;

-- report hours
select
    date_trunc('day', songplays.start_time)::date as day,
    songplays.level,
    time.weekday,
    time.hour,
    count(*) as plays
from songplays
join time
    on time.start_time = songplays.start_time
group by 1, 2, 3, 4
order by day, level, weekday, hour;

-- report level_changes
--
-- A level is that of a user's events, whether they play a song or not.
select
    date_trunc('day', later.valid_from)::date as day,
    later.level,
    count(*) as changes
from user_levels as later
join user_levels as earlier
    on earlier.user_id = later.user_id
    and earlier.valid_to = later.valid_from
group by 1, 2
order by day, level;

-- report level_changes_played
--
-- Seen from their plays: the level of a play, and that of the user's play before it.
with plays as (
    select
        start_time,
        user_id,
        level,
        lag(level) over (
            partition by user_id
            order by start_time, songplay_id
        ) as level_before
    from songplays
)
select
    date_trunc('day', start_time)::date as day,
    level,
    count(*) as changes
from plays
where level <> level_before
group by 1, 2
order by day, level;

-- report missing_songs
--
-- The hundred songs most played in all, by day and level.
with most_played as (
    select
        title,
        artist,
        count(*) as plays
    from songplays
    where song_id is null
    group by title, artist
    order by plays desc, title, artist
    limit 100
)
select
    date_trunc('day', songplays.start_time)::date as day,
    songplays.level,
    songplays.title,
    songplays.artist,
    count(*) as plays
from songplays
join most_played
    on most_played.title = songplays.title
    and most_played.artist = songplays.artist
where songplays.song_id is null
group by 1, 2, songplays.title, songplays.artist
order by day, level, plays desc, songplays.title, songplays.artist;

-- report missing_songs_staged
--
-- The hundred songs most played in all, by day and level. The log has their
-- names: songplays has none of a song that it did not find.
with catalogue as (
    select distinct
        title,
        artist_name
    from staging_songs
    where song_id is not null
),
missing as (
    select
        plays.ts,
        plays.level,
        plays.song as title,
        plays.artist
    from staging_events as plays
    left join catalogue
        on catalogue.title = plays.song
        and catalogue.artist_name = plays.artist
    where plays.page = 'NextSong'
        and catalogue.title is null
),
most_played as (
    select
        title,
        artist,
        count(*) as plays
    from missing
    group by title, artist
    order by plays desc, title, artist
    limit 100
)
select
    date_trunc('day', missing.ts)::date as day,
    missing.level,
    missing.title,
    missing.artist,
    count(*) as plays
from missing
join most_played
    on most_played.title = missing.title
    and most_played.artist = missing.artist
group by 1, 2, missing.title, missing.artist
order by day, level, plays desc, missing.title, missing.artist;

-- report plays
select
    date_trunc('day', start_time)::date as day,
    level,
    count(*) as plays,
    count(distinct user_id) as users,
    count(song_id) as found
from songplays
group by 1, 2
order by day, level;

-- report sessions
--
-- A session counts on the day of its first song; its minutes are those from the
-- start of the first song to the start of the last. Of a user who changed level
-- within a session, the later name in the alphabet is taken: paid.
with sessions as (
    select
        user_id,
        session_id,
        max(level) as level,
        min(start_time) as began,
        count(*) as songs,
        datediff(second, min(start_time), max(start_time)) as seconds
    from songplays
    group by user_id, session_id
),
grouped as (
    select
        date_trunc('day', began)::date as day,
        level,
        case
            when songs = 1 then '1'
            when songs <= 5 then '2 to 5'
            when songs <= 10 then '6 to 10'
            when songs <= 20 then '11 to 20'
            when songs <= 50 then '21 to 50'
            else 'over 50'
        end as length,
        songs,
        seconds
    from sessions
)
select
    day,
    level,
    length,
    count(*) as sessions,
    sum(songs) as songs,
    sum(seconds) as seconds
from grouped
group by day, level, length
order by day, level, length;

-- report songs
--
-- The hundred songs most played in all, by day and level.
with most_played as (
    select
        title,
        artist,
        count(*) as plays
    from songplays
    where title is not null
    group by title, artist
    order by plays desc, title, artist
    limit 100
)
select
    date_trunc('day', songplays.start_time)::date as day,
    songplays.level,
    songplays.title,
    songplays.artist,
    count(*) as plays
from songplays
join most_played
    on most_played.title = songplays.title
    and most_played.artist = songplays.artist
group by 1, 2, songplays.title, songplays.artist
order by day, level, plays desc, songplays.title, songplays.artist;

-- report songs_matched
--
-- The hundred songs most played in all, by day and level.
with most_played as (
    select
        song_id,
        count(*) as plays
    from songplays
    where song_id is not null
    group by song_id
    order by plays desc, song_id
    limit 100
)
select
    date_trunc('day', songplays.start_time)::date as day,
    songplays.level,
    songs.song_id,
    songs.title,
    artists.name as artist,
    count(*) as plays
from songplays
join most_played
    on most_played.song_id = songplays.song_id
join songs
    on songs.song_id = songplays.song_id
join artists
    on artists.artist_id = songplays.artist_id
group by 1, 2, songs.song_id, songs.title, artists.name
order by day, level, plays desc, songs.title, artist, songs.song_id;

-- report states
--
-- An area over several states ('Chicago-Naperville-Elgin, IL-IN-WI') counts for
-- the first, where its main city is.
select
    date_trunc('day', start_time)::date as day,
    level,
    left(split_part(location, ', ', 2), 2) as state,
    count(*) as plays
from songplays
group by 1, 2, 3
order by day, level, state;

-- report users_on_level
--
-- A user counts from their first event on; the users of a day are those who came
-- to the level until then, without those who left it.
with changes as (
    select
        date_trunc('day', valid_from)::date as day,
        level,
        1 as users
    from user_levels
    union all
    select
        date_trunc('day', valid_to)::date as day,
        level,
        -1 as users
    from user_levels
    where valid_to is not null
),
by_day as (
    select
        day,
        level,
        sum(users) as users
    from changes
    group by day, level
),
days as (
    select distinct date_trunc('day', start_time)::date as day
    from songplays
)
select
    days.day,
    by_day.level,
    sum(by_day.users) as users_then
from days
join by_day
    on by_day.day <= days.day
group by days.day, by_day.level
order by days.day, by_day.level;
