import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { messageOf } from '../../src/errors.ts'
import { checkNothingLost } from '../../src/local/nothing-lost.ts'
import { translate } from '../../src/local/translate.ts'
import { isOneQuery, parseRedshift } from '../../src/sql.ts'
import { asked } from './asking.ts'

async function outcome(sql: string): Promise<string> {
  try {
    return (await translate(sql)).map((statement) => statement.sql).join('; ')
  } catch (error) {
    return `refused: ${messageOf(error)}`
  }
}

/** Whole numbers, their sums, differences, products and quotients, and what they come to; null for an error. */
interface Sum {
  readonly text: string
  readonly value: bigint | null
}

const whole = fc.integer({ min: 0, max: 20 }).map((n): Sum => ({ text: `${n}`, value: BigInt(n) }))
const { expression } = fc.letrec<{ expression: Sum; term: Sum; factor: Sum }>((tie) => ({
  expression: fc.oneof(
    { maxDepth: 4 },
    tie('term'),
    fc.tuple(tie('expression'), fc.constantFrom('+', '-'), tie('term')).map(combined),
  ),
  term: fc.oneof(
    { maxDepth: 4 },
    tie('factor'),
    fc.tuple(tie('term'), fc.constantFrom('*', '/', '%'), tie('factor')).map(combined),
  ),
  factor: fc.oneof(
    { maxDepth: 4 },
    whole,
    tie('expression').map(({ text, value }) => ({ text: `(${text})`, value })),
    tie('factor').map(({ text, value }) => ({
      text: `- ${text}`,
      value: value === null ? null : -value,
    })),
  ),
}))

function combined([left, operator, right]: [Sum, string, Sum]): Sum {
  const text = `${left.text} ${operator} ${right.text}`
  if (left.value === null || right.value === null) return { text, value: null }
  if ('/%'.includes(operator) && right.value === 0n) return { text, value: null }
  const [a, b] = [left.value, right.value]
  const value = { '+': a + b, '-': a - b, '*': a * b, '/': b && a / b, '%': b && a % b }[operator]
  return { text, value: value ?? null }
}

test('arithmetic comes to what it says, however it is nested', async () => {
  const { session } = await asked()

  await fc.assert(
    fc.asyncProperty(expression, async ({ text, value }) => {
      fc.pre(value === null || (value > -1_000_000_000n && value < 1_000_000_000n))
      const answer = session.answer(`select ${text}`).then(
        ({ rows }) => BigInt(rows[0]?.[0] as number),
        (error) =>
          /division by zero|out of range/.test(messageOf(error)) ? null : Promise.reject(error),
      )
      const found = await answer
      if (found !== null || value === null) assert.equal(found, value)
    }),
    { numRuns: 60 },
  )
})

test('text is the same after it was read and written', async () => {
  const { session } = await asked()
  const written = (text: string) => text.replaceAll('\\', '\\\\').replaceAll("'", "''")

  await fc.assert(
    fc.asyncProperty(fc.string({ unit: 'grapheme' }), fc.string(), async (text, name) => {
      const alias = name.replace(/[^a-z ]/g, '') || 'a'
      const sql = `select '${written(text)}' as "${alias}" /* ' */ -- "`
      const { columns, rows } = await session.answer(sql)
      assert.deepEqual({ columns, rows }, { columns: [alias], rows: [[text.replaceAll('\0', '')]] })
    }),
    { numRuns: 60 },
  )
})

test('a question is one statement that reads', async () => {
  const questions = [
    'select 1',
    ' SELECT 1 ',
    '-- why?\nselect 1',
    'with a as (select 1) select * from a',
    '(select 1) union (select 2)',
    "select ';'",
    'select \'insert into\' as text, year as "into" from songs -- update',
    'select 1 -- ; drop table t',
    'select 1 /* ; */',
    "select 'it''s; fine'",
    'select 1;',
  ]
  for (const sql of questions) assert.equal(await isOneQuery(sql), true, sql)
})

test('nothing else is a question', async () => {
  const others = [
    'select 1; select 2',
    'select 1; drop table songs',
    'insert into songs values (1)',
    'update songs set title = null',
    'delete from songs',
    'with a as (select 1) delete from songs',
    'with a as (delete from songs returning *) select * from a',
    'select 1 into songs2',
    'select * into"songs2"from songs',
    "select 'a'into songs2",
    '(select 1 INTO songs2)',
    'with a as(update songs set year=1 returning year)select*from a',
    'with a as (merge into songs using b on true when matched then delete) select 1',
    'create temp table a as select 1',
    'truncate songs',
    'drop table songs',
    'vacuum',
    'begin',
    'explain select 1',
    "copy songs from 's3://a'",
    "unload ('select 1') to 's3://a'",
    'call p()',
    'set search_path to a',
    'select pg_terminate_backend(1)',
    "select set_config('a', 'b', false)",
    'values (1)',
    'from songs',
    '',
    ';',
    '-- select 1',
  ]
  for (const sql of others) assert.equal(await isOneQuery(sql), false, sql)
})

test('a text that could be read in two ways is no question', async () => {
  const unclear = [
    ["select '\\'; drop table songs; --'", /Cannot tell where this statement ends/],
    ['select /* /* */ 1; drop table songs; -- */ 2', /a comment stands inside a comment/],
    ["select $$ ' $$; drop table songs; select $$ ' $$", /dollar quotes/],
    ["select 'a", /Cannot read this SQL/],
    ['select (1', /Cannot read this SQL/],
  ] as const
  for (const [sql, why] of unclear) await assert.rejects(isOneQuery(sql), why, sql)
})

test('what is no SQL is shown with its place', async () => {
  assert.equal(
    await outcome('select len(title)\nfrom songs wher year = 1'),
    'refused: Cannot read this SQL: Invalid expression / Unexpected token.\nLine 2, column 17:\nfrom songs wher year = 1\n                ^',
  )
})

test('what the parser leaves out is missed', async () => {
  const sql = "select title, 'a b' from songs where year = 2018"
  const lossy = [
    "select title, 'a b' from songs",
    'select title from songs where year = 2018',
    "select title, 'a b' where year = 2018",
  ]

  checkNothingLost(sql, await parseRedshift(sql))
  for (const left of lossy) {
    const tree = await parseRedshift(left)
    assert.throws(() => checkNothingLost(sql, tree), /Cannot read this SQL: what is meant by/)
  }
})

test('a name is what was written, whatever word it is', async () => {
  const words =
    'at date day first_value glob hour key level location month name positional rank summarize time type user value year'
  for (const word of words.split(' ')) {
    const sql = `select t."${word}" as "${word}" from (select 1 as "${word}") as t order by "${word}"`
    assert.deepEqual((await (await asked()).session.answer(sql)).rows, [[1]], word)
  }
})

test('no function of the embedded engine alone can be called', async () => {
  const { session } = await asked()
  const listed = await session.knex
    .raw(
      "select distinct function_name as name, function_type as type from duckdb_functions() where function_name ~ '^[a-z_0-9]+$'",
    )
    .options({ asIs: true })
  const own: string[] = []
  for (const { name, type } of listed.rows as { name: string; type: string }[]) {
    const from = await outcome(`select * from ${name}('x')`)
    if (!from.startsWith('refused: ')) own.push(`from ${name}()`)
    if (type === 'table' || type === 'pragma') continue
    const called = await outcome(`select ${name}(a, b) from t`)
    if (!called.startsWith('refused: ') && !FROM_REDSHIFT.has(name)) own.push(`${name}()`)
  }
  assert.deepEqual(own.sort(), [])
})

/** What the engine and Redshift both have under a name, with two arguments. */
const FROM_REDSHIFT = new Set(
  `atan2 coalesce concat date_part date_trunc greatest grouping grouping_id json_array_length least left
   lpad ltrim mod nullif pow power regexp_replace repeat replace right round rpad rtrim strpos substr
   substring translate trim trunc date_add date_diff datediff position rollup cube timezone to_char to_date
   to_timestamp add_months charindex next_day convert_timezone decode json_extract_path_text listagg nvl months_between`.split(
    /\s+/,
  ),
)

test('no file can be read, whatever a query calls it', async () => {
  const files = [
    "'/etc/passwd'",
    '"/etc/passwd"',
    '"a.csv"',
    '"a.parquet"',
    "'s3://a/b.json'",
    '"../a"',
    '"a:b"',
    '"glob(*)"',
  ]
  for (const file of files) {
    assert.match(
      await outcome(`select * from ${file}`),
      /^refused: relation ".*" does not exist$/,
      file,
    )
    assert.match(
      await outcome(`select * from songs join ${file} on true`),
      /^refused: relation/,
      file,
    )
    assert.match(
      await outcome(`select 1 where 1 in (select a from ${file})`),
      /^refused: relation/,
      file,
    )
    assert.match(
      await outcome(`insert into songs select * from ${file}`),
      /^refused: relation/,
      file,
    )
  }
})
