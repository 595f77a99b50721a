-- Which song of the catalogue was played most, and whose is it?
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
