-- At which hours of the week are songs played, in UTC?
select
    date_trunc('day', songplays.start_time)::date as day,
    songplays.level,
    time.weekday,
    time.hour,
    count(*) as plays
from songplays
join time
    on time.start_time = songplays.start_time
group by 1, 2, 3, 4
order by day, level, weekday, hour;
