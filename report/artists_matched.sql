-- Which artists of the catalogue are played most?
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
