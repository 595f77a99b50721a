-- Which songs of the catalogue did each user play, and how often?
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
