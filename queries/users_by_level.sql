-- How many users are on each level?
select
    level,
    count(*) as users
from users
group by level
order by users desc, level;
