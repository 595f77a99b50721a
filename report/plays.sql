-- How many songs were played on each day, by how many users, and how many plays found their song?
select
    date_trunc('day', start_time)::date as day,
    level,
    count(*) as plays,
    count(distinct user_id) as users,
    count(song_id) as found
from songplays
group by 1, 2
order by day, level;
