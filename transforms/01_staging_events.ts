import { sql, transform } from '../src/transform.ts'

export default transform({
  into: 'staging_events',
  row: 'an event of the log, as it was written',
  copy: {
    from: 'log_data',
    json: 'log_jsonpath', // the log's keys are camelCase: 'auto' would leave those columns null
    timeformat: 'epochmillisecs',
    keys: {
      artist: 'string | number | null', // a name such as 311 is written as a number
      auth: 'string',
      firstName: 'string | null',
      gender: 'string | null',
      itemInSession: 'integer',
      lastName: 'string | null',
      length: 'number | null', // as artist and song, null where nothing was played
      level: 'string',
      location: 'string | null',
      method: 'string',
      page: 'string',
      registration: 'number | null', // whole milliseconds, written as a float
      sessionId: 'integer',
      song: 'string | number | null',
      status: 'integer',
      ts: 'integer',
      userAgent: 'string | null',
      userId: 'string', // digits, or blank when nobody is signed in
    },
  },
  moment: 'ts',

  promises: {
    expect: {
      'share of rows that were left out': {
        value: sql`
          select cast(sum(rows_rejected) as double precision) / nullif(sum(rows_loaded + rows_rejected), 0)
          from loaded_files
          where source = 'log_data'
        `,
        to: 0.01,
        severity: 'warn',
      },
    },
  },
})
