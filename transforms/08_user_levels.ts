import { sql, transform } from '../src/transform.ts'

export default transform({
  into: 'user_levels',
  row: 'a span of time in which a user was on one level',

  // From the first moment that changed on, the levels of the users concerned are
  // strung together anew: the level that they had then, what changed, and every
  // event since.
  // A span lasts until the first event that shows another level. Of the turns of
  // one instant the last one counts, which may be no turn any more: they are few
  // and are looked at twice, so that all events are put in order only once.
  insert: sql`
    insert into user_levels (user_id, level, valid_from, valid_to)
    with concerned as (
        select distinct user_id
        from changed_events
        where user_id is not null
        union
        select user_id
        from user_levels
        where valid_from between (select first_moment from pending_changes where source = 'log_data')
            and (select last_moment from pending_changes where source = 'log_data')
    ),
    events as (
        select
            user_id,
            level,
            ts as moment,
            session_id,
            item_in_session
        from changed_events
        where user_id is not null
            and level is not null
            and ts is not null
        union all
        select
            later.user_id,
            later.level,
            later.ts,
            later.session_id,
            later.item_in_session
        from staging_events as later
        join concerned
            on concerned.user_id = later.user_id
        where later.ts > (select last_moment from pending_changes where source = 'log_data')
            and later.level is not null
        union all
        select
            user_levels.user_id,
            user_levels.level,
            user_levels.valid_from,
            null,
            null
        from user_levels
        join concerned
            on concerned.user_id = user_levels.user_id
        where user_levels.valid_from < (select first_moment from pending_changes where source = 'log_data')
            and (
                user_levels.valid_to >= (select first_moment from pending_changes where source = 'log_data')
                or user_levels.valid_to is null
            )
    ),
    followed as (
        select
            user_id,
            level,
            moment,
            session_id,
            item_in_session,
            lag(level) over (
                partition by user_id
                order by moment, session_id, item_in_session, level desc
            ) as level_before
        from events
    ),
    turns as (
        select
            user_id,
            level,
            moment,
            row_number() over (
                partition by user_id, moment
                order by session_id desc, item_in_session desc, level
            ) as place
        from followed
        where level_before is null or level_before <> level
    ),
    outlasting as (
        select
            user_id,
            level,
            moment,
            lag(level) over (partition by user_id order by moment) as level_before
        from turns
        where place = 1
    ),
    changes as (
        select user_id, level, moment
        from outlasting
        where level_before is null or level_before <> level
    )
    select
        user_id,
        level,
        moment,
        lead(moment) over (partition by user_id order by moment)
    from changes
  `,

  replaces: sql`
    select *
    from user_levels
    where user_id in (
            select user_id
            from changed_events
            where user_id is not null
            union
            select user_id
            from user_levels
            where valid_from between (select first_moment from pending_changes where source = 'log_data')
                and (select last_moment from pending_changes where source = 'log_data')
        )
        and (
            valid_to >= (select first_moment from pending_changes where source = 'log_data')
            or valid_to is null
        )
  `,

  promises: {
    unique: [['user_id', 'valid_from']],
    notNull: ['user_id', 'level', 'valid_from'],
    references: { user_id: 'users.user_id' },
    accepted: { level: ['free', 'paid'] },
    balance: {
      'users with a level': {
        in: sql`select count(distinct user_id) from staging_events where level is not null and ts is not null`,
        out: sql`select count(*) from user_levels where valid_to is null`,
        run: {
          in: sql`
            select count(distinct user_id)
            from changed_events
            where level is not null and ts is not null
          `,
          out: sql`
            select count(*)
            from user_levels
            where valid_to is null
                and user_id in (
                    select user_id
                    from changed_events
                    where level is not null and ts is not null
                )
          `,
        },
      },
    },
  },
})
