import { sql, transform } from '../src/transform.ts'

export default transform({
  into: 'time',
  row: 'a moment at which a song started, in UTC',

  insert: sql`
    insert into time (start_time, hour, day, week, month, year, weekday)
    with moments as (
        select distinct ts as start_time
        from changed_events
        where page = 'NextSong'
    )
    select
        start_time,
        extract(hour from start_time),
        extract(day from start_time),
        extract(week from start_time),
        extract(month from start_time),
        extract(year from start_time),
        extract(weekday from start_time)
    from moments
  `,

  replaces: sql`
    select *
    from time
    where start_time between (select first_moment from pending_changes where source = 'log_data')
        and (select last_moment from pending_changes where source = 'log_data')
  `,

  promises: {
    unique: [['start_time']],
    notNull: ['start_time'],
    accepted: { weekday: [0, 1, 2, 3, 4, 5, 6] },
  },
})
