import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ColumnDefinition } from '../../src/column.ts'
import type { Copy } from '../../src/transform.ts'
import { copying } from './copying.ts'

interface Values {
  readonly type: ColumnDefinition
  readonly copy?: Partial<Copy>
  /** What stands in the file, as JSON, and the value of the column. */
  readonly fit?: readonly (readonly [json: string, value: unknown])[]
  /** What stands in the file, and why it is refused. */
  readonly misfit?: readonly (readonly [json: string, reason: string])[]
}

const REFUSED = 1_000

/** Loads every value in a row of its own, and compares the rows and the reasons of those left out. */
function valuesLoad(name: string, { type, copy = {}, fit = [], misfit = [] }: Values): void {
  test(name, async (t) => {
    const columns = { id: 'integer', a: type } as const
    const load = await copying(t, { columns, copy: { maxErrors: misfit.length + 2, ...copy } })
    const line = (id: number, json: string) => `{"id": ${id}, "a": ${json}}`
    const lines = fit.map(([json], index) => line(index, json))
    load.write('a.json', lines.join('\n'))
    load.write('b.json', misfit.map(([json], index) => line(REFUSED + index, json)).join('\n'))

    await load.load()

    const rows = (await load.rows()) as { id: number; a: unknown }[]
    assert.deepEqual(
      rows.map(({ id, a }) => [fit[id]?.[0] ?? misfit[id - REFUSED]?.[0], a]),
      fit,
    )
    const refused = (await load.loadErrors()) as { line: number; reason: string }[]
    assert.deepEqual(
      refused.map(({ line, reason }) => [misfit[line - 1]?.[0], reason]),
      misfit,
    )
  })
}

valuesLoad('text keeps what stands in the file, numbers and booleans as text', {
  type: 'varchar(40)',
  fit: [
    ['"a\\tb\\nc\\"d\\\\e\\/f"', 'a\tb\nc"d\\e/f'],
    ['"\\u00c9lan \\ud83c\\udfb5"', 'Élan 🎵'],
    ['"  spaces  "', '  spaces  '],
    ['""', ''],
    ['"   "', '   '],
    ['"null"', 'null'],
    ['"NaN"', 'NaN'],
    ['null', null],
    ['311', '311'],
    ['1986', '1986'],
    ['-0.5', '-0.5'],
    ['1540919166796.0', '1540919166796.0'],
    ['123456789012345678901234567890', '123456789012345678901234567890'],
    ['true', 'true'],
    ['false', 'false'],
  ],
})

valuesLoad('objects and arrays become their JSON text', {
  type: 'varchar(60)',
  fit: [
    ['{"x": 1, "y": [true, null]}', '{"x":1,"y":[true,null]}'],
    ['[]', '[]'],
    ['[1, "two", {"three": 3}]', '[1,"two",{"three":3}]'],
  ],
})

valuesLoad('a text is measured in bytes, not in characters', {
  type: 'varchar(6)',
  fit: [
    ['"sixsix"', 'sixsix'],
    ['"ééé"', 'ééé'],
    ['"\\u00e9\\u00e9\\u00e9"', 'ééé'],
    ['"🎵é"', '🎵é'],
    ['123456', '123456'],
  ],
  misfit: [
    ['"seven77"', '7 bytes, and 6 fit'],
    ['"éééx"', '7 bytes, and 6 fit'],
    ['"🎵🎵"', '8 bytes, and 6 fit'],
    ['1234567', '7 bytes, and 6 fit'],
    ['[1, 2, 3]', '7 bytes, and 6 fit'],
    ['"       "', '7 bytes, and 6 fit'],
  ],
})

valuesLoad('with emptyAsNull an empty text is null, a blank one is not', {
  type: 'varchar(6)',
  copy: { emptyAsNull: true },
  fit: [
    ['""', null],
    ['" "', ' '],
    ['"x"', 'x'],
    ['null', null],
  ],
})

valuesLoad('with blanksAsNull a text of white space is null, however long; an empty one is not', {
  type: 'varchar(6)',
  copy: { blanksAsNull: true },
  fit: [
    ['"   "', null],
    ['" \\t\\r\\n "', null],
    ['"            "', null],
    ['""', ''],
    ['" x "', ' x '],
  ],
  misfit: [['"      x"', '7 bytes, and 6 fit']],
})

valuesLoad('with both, empty and blank texts are null', {
  type: 'varchar(6)',
  copy: { blanksAsNull: true, emptyAsNull: true },
  fit: [
    ['"   "', null],
    ['""', null],
    ['" x "', ' x '],
  ],
})

valuesLoad('an integer is a whole number, as number or text, with or without .0', {
  type: 'integer',
  fit: [
    ['39', 39],
    ['"39"', 39],
    ['" 39 "', 39],
    ['"+39"', 39],
    ['"007"', 7],
    ['-1', -1],
    ['12.0', 12],
    ['"12.000"', 12],
    ['-0', 0],
    ['1e5', 100_000],
    ['2147483647', 2_147_483_647],
    ['-2147483648', -2_147_483_648],
    ['null', null],
    ['""', null],
    ['"  "', null],
    ['"\\t\\n"', null],
  ],
  misfit: [
    ['12.5', 'not a whole number'],
    ['"12.5"', 'not a whole number'],
    ['2147483648', 'out of the range of integer'],
    ['-2147483649', 'out of the range of integer'],
    ['99999999999999999999999999', 'out of the range of integer'],
    ['"1,000"', 'not a whole number'],
    ['"1_000"', 'not a whole number'],
    ['"0x1F"', 'not a whole number'],
    ['"1e5"', 'not a whole number'],
    ['"1 2"', 'not a whole number'],
    ['"twelve"', 'not a whole number'],
    ['true', 'not a whole number'],
    ['[1]', 'not a whole number'],
    ['{"x":1}', 'not a whole number'],
  ],
})

valuesLoad('smallint ends at 32767', {
  type: 'smallint',
  fit: [
    ['32767', 32_767],
    ['-32768.0', -32_768],
  ],
  misfit: [
    ['32768', 'out of the range of smallint'],
    ['-32769', 'out of the range of smallint'],
  ],
})

valuesLoad('bigint keeps every digit', {
  type: 'bigint',
  fit: [
    ['9007199254740993', 9_007_199_254_740_993n],
    ['9223372036854775807', 9_223_372_036_854_775_807n],
    ['1540919166796.0', 1_540_919_166_796],
  ],
  misfit: [['9223372036854775808', 'out of the range of bigint']],
})

// None of these is 0, 1, or out of range: the load reads them as numbers, and not as texts.
valuesLoad('a number is what its text says, however it is read', {
  type: 'double precision',
  fit: [
    ['1.5', 1.5],
    ['"1.5"', 1.5],
    ['" 2.5"', 2.5],
    ['-7.25', -7.25],
    ['1e3', 1000],
    ['"1e3"', 1000],
    ['0.1', 0.1],
    ['1540344794796.0', 1540344794796],
    ['9007199254740993', 9007199254740990],
    ['12345678901234567890', 12345678901234600000],
    ['123456789012345678901234567890.5', 1.23456789012346e29],
    ['2.2250738585072014e-308', 2.2250738585072e-308],
    ['null', null],
  ],
})

valuesLoad('double precision takes any number, and nothing that is none', {
  type: 'double precision',
  fit: [
    ['269.58322', 269.58322],
    ['"269.58322"', 269.58322],
    ['1e-7', 1e-7],
    ['"-1.5E3"', -1_500],
    ['".5"', 0.5],
    ['"+.5"', 0.5],
    ['1540919166796.0', 1_540_919_166_796],
    ['null', null],
    ['" "', null],
  ],
  misfit: [
    ['"NaN"', 'not a number'],
    ['"Infinity"', 'not a number'],
    ['"1_000"', 'not a number'],
    ['"+-1"', 'not a number'],
    ['" +-.5e1"', 'not a number'],
    ['"1.2.3"', 'not a number'],
    ['"12 s"', 'not a number'],
    ['true', 'not a number'],
    ['1e400', 'out of the range of double precision'],
    ['"-1e400"', 'out of the range of double precision'],
  ],
})

valuesLoad('real ends earlier', {
  type: 'real',
  fit: [['1.5', 1.5]],
  misfit: [['1e39', 'out of the range of real']],
})

valuesLoad('a decimal is cut to its scale, not rounded', {
  type: 'decimal(8, 2)',
  fit: [
    ['20.259', '20.25'],
    ['"20.259"', '20.25'],
    ['-20.259', '-20.25'],
    ['999999.999', '999999.99'],
    ['7', '7.00'],
    ['""', null],
  ],
  misfit: [
    ['1000000', 'out of the range of decimal(8, 2)'],
    ['"1_0"', 'not a number'],
    ['"ten"', 'not a number'],
  ],
})

valuesLoad('a decimal without a scale loses its fraction', {
  type: 'decimal(5, 0)',
  fit: [
    ['12.99', '12'],
    ['-0.5', '0'],
  ],
})

valuesLoad('boolean takes the words and digits that Redshift takes', {
  type: 'boolean',
  fit: [
    ['true', true],
    ['"false"', false],
    ['"t"', true],
    ['"n"', false],
    ['1', true],
    ['"0"', false],
    ['""', null],
  ],
  misfit: [
    ['2', 'neither true nor false'],
    ['"maybe"', 'neither true nor false'],
  ],
})

valuesLoad('a date is written as YYYY-MM-DD', {
  type: 'date',
  fit: [
    ['"2018-11-01"', '2018-11-01'],
    ['""', null],
  ],
  misfit: [
    ['"2018-02-30"', 'not a date (YYYY-MM-DD)'],
    ['"01/11/2018"', 'not a date (YYYY-MM-DD)'],
    ['"infinity"', 'not a date (YYYY-MM-DD)'],
    ['1541105830796', 'not a date (YYYY-MM-DD)'],
  ],
})

valuesLoad('epochmillisecs keeps the milliseconds', {
  type: 'timestamp',
  copy: { timeformat: 'epochmillisecs' },
  fit: [
    ['1541105830796', '2018-11-01 20:57:10.796'],
    ['"1541105830796"', '2018-11-01 20:57:10.796'],
    ['1541105830796.0', '2018-11-01 20:57:10.796'],
    ['1541105830000', '2018-11-01 20:57:10'],
    ['0', '1970-01-01 00:00:00'],
    ['-1', '1969-12-31 23:59:59.999'],
    ['253402300799999', '9999-12-31 23:59:59.999'],
    ['9223372036854775', '294247-01-10 04:00:54.775'],
    ['-210866803200000', '4714-11-24 (BC) 00:00:00'],
    ['null', null],
    ['""', null],
  ],
  misfit: [
    ['9223372036854776', 'out of the range of timestamp'],
    ['9223372036854775807', 'out of the range of timestamp'],
    ['1e300', 'not a moment in whole milliseconds since 1970'],
    ['-210866803200001', 'out of the range of timestamp'],
    ['-9223372036854775808', 'out of the range of timestamp'],
    ['1541105830796.5', 'not a moment in whole milliseconds since 1970'],
    ['"2018-11-01 20:57:10"', 'not a moment in whole milliseconds since 1970'],
  ],
})

valuesLoad('epochsecs counts seconds', {
  type: 'timestamp',
  copy: { timeformat: 'epochsecs' },
  fit: [
    ['1541105830', '2018-11-01 20:57:10'],
    ['9223372036854', '294247-01-10 04:00:54'],
  ],
  misfit: [
    ['9223372036855', 'out of the range of timestamp'],
    ['1541105830.5', 'not a moment in whole seconds since 1970'],
  ],
})

valuesLoad('an epoch is in UTC in a column with a time zone', {
  type: 'timestamptz',
  copy: { timeformat: 'epochmillisecs' },
  fit: [['1541105830796', '2018-11-01 20:57:10.796+00']],
})

valuesLoad('without a timeformat a moment is written as YYYY-MM-DD HH:MI:SS', {
  type: 'timestamp',
  fit: [
    ['"2018-11-01 20:57:10"', '2018-11-01 20:57:10'],
    ['"2018-11-01 20:57:10.796"', '2018-11-01 20:57:10.796'],
  ],
  misfit: [
    ['1541105830796', 'not a moment (YYYY-MM-DD HH:MI:SS)'],
    ['"2018-11-01T20:57:10Z"', 'not a moment (YYYY-MM-DD HH:MI:SS)'],
    ['"2018-11-31 20:57:10"', 'not a moment (YYYY-MM-DD HH:MI:SS)'],
    ['"epoch"', 'not a moment (YYYY-MM-DD HH:MI:SS)'],
  ],
})

valuesLoad("timeformat 'auto' takes more forms of a moment in UTC, and no epoch", {
  type: 'timestamp',
  copy: { timeformat: 'auto' },
  fit: [
    ['"2018-11-01"', '2018-11-01 00:00:00'],
    ['"2018-11-01T20:57:10.796Z"', '2018-11-01 20:57:10.796'],
    ['"2018-11-01 20:57"', '2018-11-01 20:57:00'],
  ],
  misfit: [
    ['1541105830796', 'not a moment in UTC'],
    ['"2018-11-01T20:57:10+02"', 'not a moment in UTC'],
    ['"infinity"', 'not a moment in UTC'],
    ['"now"', 'not a moment in UTC'],
  ],
})

valuesLoad('a column that is not null takes no null, from wherever it comes', {
  type: 'integer not null',
  fit: [['1', 1]],
  misfit: [
    ['null', 'null in a column that is not null'],
    ['""', 'null in a column that is not null'],
    ['"  "', 'null in a column that is not null'],
  ],
})

valuesLoad('a text that is not null may be empty, but not where that means null', {
  type: 'varchar(8) not null',
  copy: { emptyAsNull: true },
  fit: [['" "', ' ']],
  misfit: [
    ['""', 'null in a column that is not null'],
    ['null', 'null in a column that is not null'],
  ],
})

test('a missing member is null, and in a column that is not null it is refused', async (t) => {
  const columns = { a: 'integer', b: "varchar(8) default 'b'", c: 'integer not null' } as const
  const load = await copying(t, { columns, copy: { maxErrors: 5 } })
  load.write('a.json', '{"c": 1}\n{"a": 1}\n{"a": 2, "b": "x", "c": 3}')

  await load.load()

  assert.deepEqual(await load.rows(), [
    { a: 2, b: 'x', c: 3 },
    { a: null, b: null, c: 1 },
  ])
  const errors = (await load.loadErrors()) as Record<string, unknown>[]
  assert.deepEqual(
    errors.map(({ line, column_name, value, reason }) => [line, column_name, value, reason]),
    [[2, 'c', null, 'null in a column that is not null']],
  )
})

test('an identity makes its values; the files give it none', async (t) => {
  const load = await copying(t, { columns: { id: 'bigint identity(0, 1)', a: 'integer' } })
  load.write('a.json', '{"id": 77, "a": 1}\n{"id": 77, "a": 2}')

  await load.load()

  const ids = (await load.rows('id')) as { id: number }[]
  assert.equal(new Set(ids.map(({ id }) => id)).size, 2)
  assert.ok(!ids.some(({ id }) => id === 77))
})
