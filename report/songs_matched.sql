-- Which songs of the catalogue are played most?
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
