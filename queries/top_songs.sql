-- Which ten songs were played most, those that the catalogue lacks among them?
select
    title,
    artist,
    count(*) as plays
from songplays
where title is not null
group by title, artist
order by plays desc, title, artist
limit 10;
