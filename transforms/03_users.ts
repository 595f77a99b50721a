import { sql, transform } from '../src/transform.ts'

export default transform({
  into: 'users',
  row: 'a user, as the latest event shows them',

  // Users change level, so their latest event speaks for them; events that were
  // not plays count as well. Two events of a user may carry the same instant:
  // then the later session, and the later place in it, wins. The latest event may
  // have been loaded by an earlier run, and one that was may be gone since: then
  // all events of that user are looked at again. A user whose events have no moment
  // goes with the last of them. Where events were trimmed from staging, a user of
  // whom plays or levels are shown stays as they were, and so does one without a moment.
  insert: sql`
    insert into users (
        user_id,
        first_name,
        last_name,
        gender,
        level,
        seen_at,
        session_id,
        item_in_session
    )
    with latest as (
        select
            user_id,
            max(ts) as ts
        from changed_events
        where user_id is not null
        group by user_id
    ),
    lost as (
        select user_id
        from users
        where seen_at between (select first_moment from pending_changes where source = 'log_data')
                and (select last_moment from pending_changes where source = 'log_data')
            and user_id not in (select user_id from latest where ts is not null)
        union all
        select user_id
        from users
        where seen_at is null
            and user_id not in (select user_id from latest)
            and (select count(*) from loaded_files where state = 'trimmed') = 0
    ),
    events as (
        select
            events.user_id,
            events.first_name,
            events.last_name,
            events.gender,
            events.level,
            events.ts as seen_at,
            events.session_id,
            events.item_in_session
        from changed_events as events
        join latest
            on latest.user_id = events.user_id
            and (latest.ts = events.ts or latest.ts is null)
        union all
        select
            users.user_id,
            users.first_name,
            users.last_name,
            users.gender,
            users.level,
            users.seen_at,
            users.session_id,
            users.item_in_session
        from users
        join latest
            on latest.user_id = users.user_id
        where not (
            users.seen_at between (select first_moment from pending_changes where source = 'log_data')
                and (select last_moment from pending_changes where source = 'log_data')
        )
        union all
        select
            events.user_id,
            events.first_name,
            events.last_name,
            events.gender,
            events.level,
            events.ts,
            events.session_id,
            events.item_in_session
        from staging_events as events
        join lost
            on lost.user_id = events.user_id
        union all
        select
            users.user_id,
            users.first_name,
            users.last_name,
            users.gender,
            users.level,
            null,
            null,
            null
        from users
        join lost
            on lost.user_id = users.user_id
        join (
            select user_id
            from songplays
            where start_time < (select first_moment from pending_changes where source = 'log_data')
                or start_time > (select last_moment from pending_changes where source = 'log_data')
            union
            select user_id
            from user_levels
            where valid_from < (select first_moment from pending_changes where source = 'log_data')
        ) as shown
            on shown.user_id = lost.user_id
    ),
    ranked as (
        select
            user_id,
            first_name,
            last_name,
            gender,
            level,
            seen_at,
            session_id,
            item_in_session,
            row_number() over (
                partition by user_id
                order by
                    seen_at desc nulls last,
                    session_id desc,
                    item_in_session desc,
                    level,
                    first_name,
                    last_name,
                    gender
            ) as place
        from events
    )
    select
        user_id,
        first_name,
        last_name,
        gender,
        level,
        seen_at,
        session_id,
        item_in_session
    from ranked
    where place = 1
  `,

  replaces: sql`
    select *
    from users
    where user_id in (select user_id from changed_events)
        or seen_at between (select first_moment from pending_changes where source = 'log_data')
            and (select last_moment from pending_changes where source = 'log_data')
        or (
            seen_at is null
            and (select count(*) from loaded_files where state = 'trimmed') = 0
        )
  `,

  promises: {
    unique: [['user_id']],
    notNull: ['user_id', 'level'],
    accepted: { level: ['free', 'paid'] },
    balance: {
      users: {
        in: sql`select count(distinct user_id) from staging_events`,
        out: sql`select count(*) from users`,
        run: {
          in: sql`select count(distinct user_id) from changed_events`,
          out: sql`select count(*) from users where user_id in (select user_id from changed_events)`,
        },
      },
    },
  },
})
