-- How many users changed their level on each day, and to which?
--
-- A level is that of a user's events, whether they play a song or not.
select
    date_trunc('day', later.valid_from)::date as day,
    later.level,
    count(*) as changes
from user_levels as later
join user_levels as earlier
    on earlier.user_id = later.user_id
    and earlier.valid_to = later.valid_from
group by 1, 2
order by day, level;
