import { migration, rawSql } from '../src/migration.ts'

export default migration(
  // Redshift turns a correlated subquery into a join, and not every one: it may refuse one that is
  // correlated by a span of time alone, as the view had it. So the join is written out.
  // https://docs.aws.amazon.com/redshift/latest/dg/r_correlated_subqueries.html
  rawSql({
    up: `
      create or replace view changed_plays as
      select
          ts as start_time,
          user_id,
          level,
          session_id,
          location,
          user_agent,
          song as title,
          artist,
          length
      from changed_events
      where page = 'NextSong'
      union all
      select
          songplays.start_time,
          songplays.user_id,
          songplays.level,
          songplays.session_id,
          songplays.location,
          songplays.user_agent,
          songplays.title,
          songplays.artist,
          songplays.length
      from songplays
      join (select distinct title, artist_name from pending_songs) as songs
          on songs.title = songplays.title
          and songs.artist_name = songplays.artist
      left join pending_changes as events
          on events.source = 'log_data'
          and songplays.start_time between events.first_moment and events.last_moment
      where events.source is null
    `,
    down: `
      create or replace view changed_plays as
      select
          ts as start_time,
          user_id,
          level,
          session_id,
          location,
          user_agent,
          song as title,
          artist,
          length
      from changed_events
      where page = 'NextSong'
      union all
      select
          songplays.start_time,
          songplays.user_id,
          songplays.level,
          songplays.session_id,
          songplays.location,
          songplays.user_agent,
          songplays.title,
          songplays.artist,
          songplays.length
      from songplays
      join (select distinct title, artist_name from pending_songs) as songs
          on songs.title = songplays.title
          and songs.artist_name = songplays.artist
      where not exists (
          select 1
          from pending_changes
          where source = 'log_data'
              and songplays.start_time between first_moment and last_moment
      )
    `,
  }),
)
