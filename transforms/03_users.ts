import { sql, transform } from '../src/transform.ts'

export default transform({
  into: 'users',
  row: 'a user, as the latest event shows them',

  // Users change level, so their latest event speaks for them; events that were
  // not plays count as well. Two events of a user may carry the same instant:
  // then the later session, and the later place in it, wins.
  insert: sql`
    insert into users (user_id, first_name, last_name, gender, level)
    with latest as (
        select
            user_id,
            max(ts) as ts
        from staging_events
        where user_id is not null
        group by user_id
    ),
    events as (
        select
            events.user_id,
            events.first_name,
            events.last_name,
            events.gender,
            events.level,
            row_number() over (
                partition by events.user_id
                order by
                    events.session_id desc,
                    events.item_in_session desc,
                    events.level,
                    events.first_name,
                    events.last_name,
                    events.gender
            ) as place
        from staging_events as events
        join latest
            on latest.user_id = events.user_id
            and (latest.ts = events.ts or latest.ts is null)
    )
    select
        user_id,
        first_name,
        last_name,
        gender,
        level
    from events
    where place = 1
  `,

  promises: {
    unique: [['user_id']],
    notNull: ['user_id', 'level'],
    accepted: { level: ['free', 'paid'] },
    balance: {
      users: {
        in: sql`select count(distinct user_id) from staging_events`,
        out: sql`select count(*) from users`,
      },
    },
  },
})
