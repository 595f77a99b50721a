-- How long are sessions, in songs and in minutes?
--
-- A session counts on the day of its first song; its minutes are those from the
-- start of the first song to the start of the last. Of a user who changed level
-- within a session, the later name in the alphabet is taken: paid.
with sessions as (
    select
        user_id,
        session_id,
        max(level) as level,
        min(start_time) as began,
        count(*) as songs,
        datediff(second, min(start_time), max(start_time)) as seconds
    from songplays
    group by user_id, session_id
),
grouped as (
    select
        date_trunc('day', began)::date as day,
        level,
        case
            when songs = 1 then '1'
            when songs <= 5 then '2 to 5'
            when songs <= 10 then '6 to 10'
            when songs <= 20 then '11 to 20'
            when songs <= 50 then '21 to 50'
            else 'over 50'
        end as length,
        songs,
        seconds
    from sessions
)
select
    day,
    level,
    length,
    count(*) as sessions,
    sum(songs) as songs,
    sum(seconds) as seconds
from grouped
group by day, level, length
order by day, level, length;
