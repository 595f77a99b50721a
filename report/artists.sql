-- Which artists are played most, those that the catalogue lacks among them?
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
