-- With which browsers are songs played?
--
-- Chrome's user agents also say Safari, and Edge's and Opera's also say Chrome,
-- so the more particular name is looked for first.
with plays as (
    select
        start_time,
        level,
        case
            when user_agent like '%Edge/%' or user_agent like '%Edg/%' then 'Edge'
            when user_agent like '%OPR/%' or user_agent like '%Opera%' then 'Opera'
            when user_agent like '%Firefox/%' then 'Firefox'
            when user_agent like '%Chrome/%' or user_agent like '%CriOS/%' then 'Chrome'
            when user_agent like '%MSIE %' or user_agent like '%Trident/%' then 'Internet Explorer'
            when user_agent like '%AppleWebKit/%' then 'Safari'
            else 'other'
        end as browser
    from songplays
)
select
    date_trunc('day', start_time)::date as day,
    level,
    browser,
    count(*) as plays
from plays
group by 1, 2, 3
order by day, level, browser;
