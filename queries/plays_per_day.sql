-- How many songs were played on each day, in UTC?
-- :from date = 1970-01-01, the first day
-- :to date = 2999-12-31, the last day
-- day: UTC
select
    date_trunc('day', start_time)::date as day,
    count(*) as plays
from songplays
where start_time >= :from
    and start_time < dateadd(day, 1, :to)
group by 1
order by day;
