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
insert into "schema_versions" ("applied_at", "applied_by", "checksum", "name", "seconds") values ($1, $2, $3, $4, $5);
commit;

-- 004_incremental
begin;
alter table "staging_events" add column "load_id" bigint;
alter table "staging_songs" add column "load_id" bigint;
alter table "users" add column "seen_at" timestamp;
alter table "users" add column "session_id" integer;
alter table "users" add column "item_in_session" integer;
alter table "songplays" add column "title" varchar(1024);
alter table "songplays" add column "artist" varchar(1024);
alter table "songplays" add column "length" double precision;
alter table "songplays" alter diststyle even;
alter table "songs" alter diststyle all;
create table "loaded_files" (
    "uri" varchar(2048) not null,
    "source" varchar(16) not null,
    "place" varchar(2048) not null,
    "load_id" bigint,
    "size_bytes" bigint not null,
    "version" varchar(128) not null,
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
create table "pending_changes" (
    "source" varchar(16) not null,
    "first_moment" timestamp,
    "last_moment" timestamp,
    primary key ("source")
)
diststyle all
sortkey auto;
create table "pending_songs" (
    "title" varchar(1024),
    "artist_name" varchar(1024)
)
diststyle all
sortkey auto;
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

-- rollback --to 0

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
alter table "songs" alter diststyle key distkey "song_id";
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
    select user_id, first_name, last_name, gender, level, seen_at, session_id, item_in_session, sum(side) as difference
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
        and user_id not in (select user_id from latest)
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
    having sum(side) <> 0
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
        and user_id not in (select user_id from latest)
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
    select song_id, title, artist_id, year, duration, sum(side) as difference
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
    having sum(side) <> 0
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
    select artist_id, name, location, latitude, longitude, sum(side) as difference
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
    having sum(side) <> 0
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
    select start_time, hour, day, week, month, year, weekday, sum(side) as difference
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
    having sum(side) <> 0
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
    select start_time, user_id, level, song_id, artist_id, session_id, location, user_agent, title, artist, length, sum(side) as difference
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
        ) as fresh (start_time, user_id, level, song_id, artist_id, session_id, location, user_agent, title, artist, length)
        union all
        select start_time, user_id, level, song_id, artist_id, session_id, location, user_agent, title, artist, length, -1 as side from songplays
    ) as both_sides
    group by start_time, user_id, level, song_id, artist_id, session_id, location, user_agent, title, artist, length
    having sum(side) <> 0
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
    and coalesce(matches.length, -1) = coalesce(plays.length, -1);
-- 08_user_levels: written when there are no rows yet, or this is not 0
select coalesce(sum(abs(difference)), 0) as differing
from (
    select user_id, level, valid_from, valid_to, sum(side) as difference
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
        events.user_id,
        events.level,
        events.ts as moment,
        row_number() over (
            partition by events.user_id, events.ts
            order by events.session_id desc, events.item_in_session desc, events.level
        ) as place
    from staging_events as events
    join concerned
        on concerned.user_id = events.user_id
    where events.ts >= (select first_moment from pending_changes where source = 'log_data')
        and events.level is not null
    union all
    select
        user_levels.user_id,
        user_levels.level,
        user_levels.valid_from,
        1
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
        lag(level) over (partition by user_id order by moment) as level_before
    from events
    where place = 1
),
changes as (
    select user_id, level, moment
    from followed
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
    having sum(side) <> 0
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
        events.user_id,
        events.level,
        events.ts as moment,
        row_number() over (
            partition by events.user_id, events.ts
            order by events.session_id desc, events.item_in_session desc, events.level
        ) as place
    from staging_events as events
    join concerned
        on concerned.user_id = events.user_id
    where events.ts >= (select first_moment from pending_changes where source = 'log_data')
        and events.level is not null
    union all
    select
        user_levels.user_id,
        user_levels.level,
        user_levels.valid_from,
        1
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
        lag(level) over (partition by user_id order by moment) as level_before
    from events
    where place = 1
),
changes as (
    select user_id, level, moment
    from followed
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
select 19 as promise, broken from (select count(*) as broken from songplays left join time as referred on referred.start_time = songplays.start_time where songplays.start_time is not null and referred.start_time is null) as counted
union all
-- songplays: user_id references users.user_id
select 20 as promise, broken from (select count(*) as broken from songplays left join users as referred on referred.user_id = songplays.user_id where songplays.user_id is not null and referred.user_id is null) as counted
union all
-- songplays: song_id references songs.song_id
select 21 as promise, broken from (select count(*) as broken from songplays left join songs as referred on referred.song_id = songplays.song_id where songplays.song_id is not null and referred.song_id is null) as counted
union all
-- songplays: artist_id references artists.artist_id
select 22 as promise, broken from (select count(*) as broken from songplays left join artists as referred on referred.artist_id = songplays.artist_id where songplays.artist_id is not null and referred.artist_id is null) as counted
union all
-- songplays: level is one of free, paid
select 23 as promise, broken from (select count(*) as broken from songplays where level not in ('free', 'paid')) as counted
union all
-- songplays: plays in = plays out
select 24 as promise, broken from (select abs(came_in - went_out) as broken from (select (select count(*) from staging_events where page = 'NextSong') as came_in, (select count(*) from songplays) as went_out) as counts) as counted
union all
-- user_levels: unique (user_id, valid_from)
select 25 as promise, broken from (select count(*) as broken from (select user_levels.user_id, user_levels.valid_from, count(*) as copies from user_levels group by user_levels.user_id, user_levels.valid_from having count(*) > 1) as repeated) as counted
union all
-- user_levels: not null (user_id)
select 26 as promise, broken from (select count(*) as broken from user_levels where user_id is null) as counted
union all
-- user_levels: not null (level)
select 27 as promise, broken from (select count(*) as broken from user_levels where level is null) as counted
union all
-- user_levels: not null (valid_from)
select 28 as promise, broken from (select count(*) as broken from user_levels where valid_from is null) as counted
union all
-- user_levels: user_id references users.user_id
select 29 as promise, broken from (select count(*) as broken from user_levels left join users as referred on referred.user_id = user_levels.user_id where user_levels.user_id is not null and referred.user_id is null) as counted
union all
-- user_levels: level is one of free, paid
select 30 as promise, broken from (select count(*) as broken from user_levels where level not in ('free', 'paid')) as counted
union all
-- user_levels: users with a level in = users with a level out
select 31 as promise, broken from (select abs(came_in - went_out) as broken from (select (select count(distinct user_id) from staging_events where level is not null and ts is not null) as came_in, (select count(*) from user_levels where valid_to is null) as went_out) as counts) as counted;
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
    songs.title,
    count(*) as plays
from songplays
join users
    on users.user_id = songplays.user_id
join songs
    on songs.song_id = songplays.song_id
group by
    users.user_id,
    users.first_name,
    users.last_name,
    songs.song_id,
    songs.title
order by users.user_id, plays desc, songs.title, songs.song_id;

-- query top_song
select
    songs.title,
    artists.name as artist,
    count(*) as plays
from songplays
join songs
    on songs.song_id = songplays.song_id
join artists
    on artists.artist_id = songplays.artist_id
group by songs.song_id, songs.title, artists.name
order by plays desc, songs.title, artists.name, songs.song_id
limit 1;

-- query top_songs
select
    songs.title,
    artists.name as artist,
    count(*) as plays
from songplays
join songs
    on songs.song_id = songplays.song_id
join artists
    on artists.artist_id = songplays.artist_id
group by songs.song_id, songs.title, artists.name
order by plays desc, songs.title, artists.name, songs.song_id
limit 10;

-- query users_by_level
select
    level,
    count(*) as users
from users
group by level
order by users desc, level;
