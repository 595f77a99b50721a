-- Which songs are played most, those that the catalogue lacks among them?
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
