-- In which states are songs played?
--
-- An area over several states ('Chicago-Naperville-Elgin, IL-IN-WI') counts for
-- the first, where its main city is.
select
    date_trunc('day', start_time)::date as day,
    level,
    left(split_part(location, ', ', 2), 2) as state,
    count(*) as plays
from songplays
group by 1, 2, 3
order by day, level, state;
