import { tableText } from '../terminal/table.ts'
import { type Advice, type Candidate, isSame, type TableAdvice } from './advise.ts'
import type { Movement } from './movement.ts'
import { bytesText, count, distText, percent, skewText } from './words.ts'

/** The advice for people. */
export function adviceLines({ cluster, tables, joins }: Advice): string[] {
  const { slices, nodes } = cluster
  return [
    `Simulated on ${slices} slices of ${nodes} node${nodes === 1 ? '' : 's'}. The hash is MD5's: Redshift's own is another, so its slices differ a little.`,
    ...tables.flatMap((table) => ['', ...tableAdvice(table)]),
    '',
    'What a join moves, in whole rows, once for each node that a copy goes to:',
    ...tableText({
      columns: ['join', 'questions', 'as declared', '', 'as advised', ''],
      rows: joins.map(({ join, questions, declared, advised }) => [
        join,
        questions,
        ...movement(declared),
        ...movement(advised),
      ]),
    }).lines,
  ]
}

function tableAdvice(advice: TableAdvice): string[] {
  const { table, rows, bytes, declared, candidates, reason } = advice
  const head = `${table}: ${count(rows)} rows, ${bytesText(bytes)}, ${distText(declared)}`
  if (rows === 0) return [head, `  ${reason}`]
  const lines = tableText({
    columns: ['dist', 'largest slice', 'skew', 'null', 'distinct', ''],
    rows: candidates.map((candidate) => line(candidate, advice)),
  }).lines
  return [head, ...lines.map((text) => `  ${text}`), `  ${reason}`]
}

function line({ dist, largest, skew, nulls, distinct }: Candidate, table: TableAdvice): string[] {
  const isDeclared = isSame(dist, table.declared)
  const isAdvised = isSame(dist, table.advised)
  const marks = [...(isDeclared ? ['declared'] : []), ...(isAdvised ? ['advised'] : [])]
  return [
    distText(dist),
    count(largest),
    skew === null ? 'a copy a node' : skewText(skew),
    nulls === null ? '' : percent(nulls, table.rows),
    distinct === null ? '' : count(distinct),
    marks.join(', '),
  ]
}

function movement({ kind, rows, bytes }: Movement): [string, string] {
  return [kind, rows === 0 ? 'nothing' : `${count(rows)} rows, ${bytesText(bytes)}`]
}
