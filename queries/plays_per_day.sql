-- How many songs were played on each day, in UTC?
select
    date_trunc('day', start_time)::date as day,
    count(*) as plays
from songplays
group by 1
order by day;
