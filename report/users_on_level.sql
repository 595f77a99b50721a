-- How many users are on each level at the end of each day with plays?
--
-- A user counts from their first event on; the users of a day are those who came
-- to the level until then, without those who left it.
with changes as (
    select
        date_trunc('day', valid_from)::date as day,
        level,
        1 as users
    from user_levels
    union all
    select
        date_trunc('day', valid_to)::date as day,
        level,
        -1 as users
    from user_levels
    where valid_to is not null
),
by_day as (
    select
        day,
        level,
        sum(users) as users
    from changes
    group by day, level
),
days as (
    select distinct date_trunc('day', start_time)::date as day
    from songplays
)
select
    days.day,
    by_day.level,
    sum(by_day.users) as users_then
from days
join by_day
    on by_day.day <= days.day
group by days.day, by_day.level
order by days.day, by_day.level;
