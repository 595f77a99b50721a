-- Which songs that the catalogue lacks are played most?
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
