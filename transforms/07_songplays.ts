import { sql, transform } from '../src/transform.ts'

export default transform({
  into: 'songplays',
  row: 'a song that a user started: a NextSong event',

  // The log has no song id: a play finds its song by title and by the artist's
  // name as the song file has it (an artist may have several names, so not
  // through artists). Of several candidates the nearest in length is taken, then
  // the smallest song_id. A play that finds none is kept, without a song.
  insert: sql`
    insert into songplays (
        start_time,
        user_id,
        level,
        song_id,
        artist_id,
        session_id,
        location,
        user_agent
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
            plays.song,
            plays.artist,
            plays.length,
            candidates.duration,
            candidates.song_id,
            candidates.artist_id
        from staging_events as plays
        join candidates
            on candidates.title = plays.song
            and candidates.artist_name = plays.artist
        where plays.page = 'NextSong'
    ),
    ranked as (
        select
            song,
            artist,
            length,
            song_id,
            artist_id,
            row_number() over (
                partition by song, artist, length
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
        plays.ts,
        plays.user_id,
        plays.level,
        matches.song_id,
        matches.artist_id,
        plays.session_id,
        plays.location,
        plays.user_agent
    from staging_events as plays
    left join matches
        on matches.song = plays.song
        and matches.artist = plays.artist
        and coalesce(matches.length, -1) = coalesce(plays.length, -1)
    where plays.page = 'NextSong'
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
      },
    },
  },
})
