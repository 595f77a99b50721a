import { freshHours } from '../src/settings.ts'
import { sql, transform } from '../src/transform.ts'

export default transform({
  into: 'songplays',
  row: 'a song that a user started: a NextSong event',

  // The log has no song id: a play finds its song by title and by the artist's
  // name as the song file has it (an artist may have several names, so not
  // through artists). Of several candidates the nearest in length is taken, then
  // the smallest song_id. A play that finds none is kept, without a song; it is
  // looked at again when a song of its title and artist comes.
  insert: sql`
    insert into songplays (
        start_time,
        user_id,
        level,
        song_id,
        artist_id,
        session_id,
        location,
        user_agent,
        title,
        artist,
        length
    )
    with candidates as (
        select distinct
            title,
            artist_name,
            duration,
            song_id,
            artist_id
        from staging_songs
        where song_id is not null
    ),
    found as (
        select distinct
            plays.title,
            plays.artist,
            plays.length,
            candidates.duration,
            candidates.song_id,
            candidates.artist_id
        from changed_plays as plays
        join candidates
            on candidates.title = plays.title
            and candidates.artist_name = plays.artist
    ),
    ranked as (
        select
            title,
            artist,
            length,
            song_id,
            artist_id,
            row_number() over (
                partition by title, artist, length
                order by
                    abs(duration - length),
                    song_id,
                    artist_id
            ) as place
        from found
    ),
    matches as (
        select * from ranked where place = 1
    )
    select
        plays.start_time,
        plays.user_id,
        plays.level,
        matches.song_id,
        matches.artist_id,
        plays.session_id,
        plays.location,
        plays.user_agent,
        plays.title,
        plays.artist,
        plays.length
    from changed_plays as plays
    left join matches
        on matches.title = plays.title
        and matches.artist = plays.artist
        and coalesce(matches.length, -1) = coalesce(plays.length, -1)
        and case when matches.length is null then 1 else 0 end = case when plays.length is null then 1 else 0 end
  `,

  replaces: sql`
    select *
    from songplays
    where (
        start_time between (select first_moment from pending_changes where source = 'log_data')
            and (select last_moment from pending_changes where source = 'log_data')
    )
    union all
    select songplays.*
    from songplays
    join (select distinct title, artist_name from pending_songs) as songs
        on songs.title = songplays.title
        and songs.artist_name = songplays.artist
    left join pending_changes as events
        on events.source = 'log_data'
        and songplays.start_time between events.first_moment and events.last_moment
    where events.source is null
  `,

  promises: {
    unique: [['songplay_id']],
    notNull: ['songplay_id', 'start_time'],
    references: {
      start_time: 'time.start_time',
      user_id: 'users.user_id',
      song_id: 'songs.song_id',
      artist_id: 'artists.artist_id',
    },
    accepted: { level: ['free', 'paid'] },
    balance: {
      plays: {
        in: sql`select count(*) from staging_events where page = 'NextSong'`,
        out: sql`select count(*) from songplays`,
        run: {
          in: sql`select count(*) from changed_events where page = 'NextSong'`,
          out: sql`
            select count(*)
            from songplays
            where start_time between (select first_moment from pending_changes where source = 'log_data')
                and (select last_moment from pending_changes where source = 'log_data')
          `,
        },
      },
    },
    expect: {
      'hours since the newest play': {
        value: sql`select datediff(hour, max(start_time), getdate()) from songplays`,
        to: freshHours(),
        severity: 'warn',
      },
      // Most plays find none; that not one in ten thousand does says that titles or names are written otherwise.
      // Of few plays it says nothing.
      'share of plays that found a song': {
        value: sql`select case when count(*) >= 10000 then cast(count(song_id) as double precision) / count(*) end from songplays`,
        from: 0.0001,
        severity: 'warn',
      },
      'plays of the newest day, in means of the seven days before,': {
        value: sql`
          select
              cast(7 * count(case when start_time >= newest.day then 1 end) as double precision)
                  / nullif(count(case when start_time < newest.day then 1 end), 0)
          from songplays
          cross join (
              select date_trunc('day', max(start_time)) as day
              from songplays
          ) as newest
          where start_time >= dateadd(day, -7, newest.day)
        `,
        from: 0.05,
        to: 20,
        severity: 'warn',
      },
    },
  },
})
