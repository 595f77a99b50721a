-- Which song was played most, and whose is it?
select
    title,
    artist,
    count(*) as plays
from songplays
where title is not null
group by title, artist
order by plays desc, title, artist
limit 1;
