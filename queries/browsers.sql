-- With which browsers do users play, by users and plays?
--
-- Chrome's user agents also say Safari, and Edge's and Opera's also say Chrome,
-- so the more particular name is looked for first.
with browsers as (
    select
        user_id,
        case
            when user_agent like '%Edge/%' or user_agent like '%Edg/%' then 'Edge'
            when user_agent like '%OPR/%' or user_agent like '%Opera%' then 'Opera'
            when user_agent like '%Firefox/%' then 'Firefox'
            when user_agent like '%Chrome/%' or user_agent like '%CriOS/%' then 'Chrome'
            when user_agent like '%MSIE %' or user_agent like '%Trident/%' then 'Internet Explorer'
            when user_agent like '%Safari/%' then 'Safari'
            when user_agent like '%AppleWebKit/%' then 'Safari'
            else 'other'
        end as browser
    from songplays
)
select
    browser,
    count(distinct user_id) as users,
    count(*) as plays
from browsers
group by browser
order by users desc, plays desc, browser;
