-- How many users changed their level on each day, and to which?
--
-- Seen from their plays: the level of a play, and that of the user's play before it.
with plays as (
    select
        start_time,
        user_id,
        level,
        lag(level) over (
            partition by user_id
            order by start_time, songplay_id
        ) as level_before
    from songplays
)
select
    date_trunc('day', start_time)::date as day,
    level,
    count(*) as changes
from plays
where level <> level_before
group by 1, 2
order by day, level;
