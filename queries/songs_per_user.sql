-- Which songs did each user play, and how often?
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
