-- Who went from free to paid, when, and what had they listened to most before?
-- upgraded_at: UTC
with upgrades as (
    select
        later.user_id,
        later.valid_from as upgraded_at
    from user_levels as later
    join user_levels as earlier
        on earlier.user_id = later.user_id
        and earlier.valid_to = later.valid_from
    where earlier.level = 'free'
        and later.level = 'paid'
),
heard as (
    select
        upgrades.user_id,
        upgrades.upgraded_at,
        songplays.artist,
        count(*) as plays,
        row_number() over (
            partition by upgrades.user_id, upgrades.upgraded_at
            order by count(*) desc, songplays.artist
        ) as place
    from upgrades
    join songplays
        on songplays.user_id = upgrades.user_id
        and songplays.start_time < upgrades.upgraded_at
    group by
        upgrades.user_id,
        upgrades.upgraded_at,
        songplays.artist
)
select
    users.user_id,
    users.first_name,
    users.last_name,
    upgrades.upgraded_at,
    heard.artist as most_heard_before,
    heard.plays
from upgrades
join users
    on users.user_id = upgrades.user_id
left join heard
    on heard.user_id = upgrades.user_id
    and heard.upgraded_at = upgrades.upgraded_at
    and heard.place = 1
order by upgrades.upgraded_at, users.user_id;
