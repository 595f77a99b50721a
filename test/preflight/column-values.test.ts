import assert from 'node:assert/strict'
import { test } from 'node:test'
import { conversion } from '../../src/local/conversion.ts'
import { literal } from '../../src/local/literals.ts'
import { valueCheck } from '../../src/preflight/column-values.ts'
import type { Copy } from '../../src/transform.ts'
import { bareWarehouse } from '../warehouse.ts'

/** So wide that only what no moment can be is out of it. */
const PLAUSIBLE = { from: -210_866_803_200_000, to: 9.2e15 }

const TEXTS = `
  0 1 -1 +7 007 1.0 1. .5 -0.5 1.5 12.50 1e3 1E-2 1e400 -1e400 1_000 0x1F NaN Infinity 5%
  32767 32768 -32768 -32769 2147483647 2147483648 -2147483648 -2147483649
  9007199254740993 9223372036854775807 9223372036854775808
  -9223372036854775808 -9223372036854775809 99999999999999999999 1541105830796 1541105830796.0 1541105830796.5
  true false t no yes maybe 2018-11-21 2018-11-21T21:56:47 2018-02-30 2018-13-01T00:00:00 guest 12a a12 - + . ''
`
  .trim()
  .split(/\s+/)
  .map((text) => (text === "''" ? '' : text))
  .concat('2018-11-21 21:56:47', '2018-11-21 21:56:47.796', '2018-11-21 25:00:00', ' 12 ')

const COPY: Copy = { from: 'log_data', json: 'auto' }
const columns: readonly (readonly [type: string, copy: Copy])[] = [
  ['smallint', COPY],
  ['integer', COPY],
  ['bigint', COPY],
  ['real', COPY],
  ['double precision', COPY],
  ['decimal(10, 2)', COPY],
  ['boolean', COPY],
  ['date', COPY],
  ['timestamp', COPY],
  ['timestamp', { ...COPY, timeformat: 'auto' }],
  ['timestamp', { ...COPY, timeformat: 'epochmillisecs' }],
  ['varchar(4)', COPY],
]

for (const [type, copy] of columns) {
  test(`what a load takes into ${type} (${copy.timeformat ?? 'no timeformat'}) passes, and nothing else`, async (t) => {
    const { session } = await bareWarehouse(t)
    const check = valueCheck(type, copy, PLAUSIBLE)
    const { macros, problemMacros, problem } = conversion('raw', type, copy)
    for (const macro of [...macros, ...problemMacros])
      await session.runRendered(`create or replace temp macro ${macro}`)
    const rows = TEXTS.map((text, place) => `(${place}, ${literal(text)})`).join(', ')

    const { rows: loads } = await session.knex
      .raw(
        `select ${problem} is null as loads from (values ${rows}) as texts(place, raw) order by place`,
      )
      .options({ asIs: true })

    const taken = TEXTS.filter((_, place) => (loads as { loads: boolean }[])[place]?.loads)
    assert.deepEqual(
      TEXTS.filter((text) => check(text) === null),
      taken,
    )
  })
}

test('a value that is no moment is one that its format has not', () => {
  assert.deepEqual(valueCheck('date', COPY, PLAUSIBLE)('21.11.2018'), [
    'not a moment',
    'not a date (YYYY-MM-DD)',
  ])
  assert.deepEqual(valueCheck('timestamp', COPY, PLAUSIBLE)('2018-11-21'), [
    'not a moment',
    'not a moment (YYYY-MM-DD HH:MI:SS)',
  ])
})

test('a time in the wrong unit is told with the unit that it looks like', () => {
  const plausible = { from: Date.UTC(2000, 0, 1), to: Date.UTC(2018, 11, 1) }
  const check = valueCheck('timestamp', { ...COPY, timeformat: 'epochsecs' }, plausible)

  assert.equal(check(1_542_837_407), null)
  assert.deepEqual(check(1_542_837_407_796), [
    'implausible time',
    'in the future as seconds since 1970; it looks like milliseconds',
  ])
})
