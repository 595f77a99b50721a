-- Which hours of the day saw the most plays in the last seven days of the log, in UTC?
-- hour: UTC
with newest as (
    select max(start_time) as moment
    from songplays
)
select
    time.hour,
    count(*) as plays
from songplays
join time
    on time.start_time = songplays.start_time
cross join newest
where songplays.start_time > dateadd(day, -7, newest.moment)
group by time.hour
order by plays desc, time.hour;
