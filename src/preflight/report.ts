import type { Finding, Problem } from './findings.ts'
import type { Preflight } from './preflight.ts'

/** What is wrong, kind by kind, and a line that sums it up. */
export function preflightLines(result: Preflight): string[] {
  const kinds = new Map<string, Finding[]>()
  for (const finding of result.findings) {
    kinds.set(finding.kind, [...(kinds.get(finding.kind) ?? []), finding])
  }
  return [
    ...[...kinds.values()].flatMap((findings) => [...kindLines(findings), '']),
    summaryLine(result),
  ]
}

/** `30 files, 8,056 objects, no problems` */
export function summaryLine({ files, objects, errors, warnings }: Preflight): string {
  const problems = [
    ...(errors > 0 ? [counted(errors, 'error')] : []),
    ...(warnings > 0 ? [counted(warnings, 'warning')] : []),
  ]
  return [
    counted(files, 'file'),
    counted(objects, 'object'),
    ...(problems.length === 0 ? ['no problems'] : problems),
  ].join(', ')
}

/** A kind of problem: how often, the first of each column, what to do. */
function kindLines(findings: readonly Finding[]): string[] {
  const [first] = findings
  if (!first) return []
  const count = findings.reduce((sum, finding) => sum + finding.count, 0)
  return [
    `${first.severity}: ${first.kind}${count === 1 ? '' : ` (${count.toLocaleString('en')})`}`,
    ...findings.flatMap(columnLines).map((line) => `  ${line}`),
    `  ${first.cure}`,
  ]
}

function columnLines({ column, count, problems }: Finding): string[] {
  const more = count - problems.length
  const of = column === null ? '' : ` of column ${column}`
  const rest = more === 0 ? [] : [`and ${more.toLocaleString('en')} more${of}`]
  return [...problems.map(problemLine), ...rest]
}

function problemLine({ file, line, column, value, problem }: Problem): string {
  const place = [
    `'${file}'`,
    ...(line === null ? [] : [`line ${line.toLocaleString('en')}`]),
    ...(column === null ? [] : [`column ${column}`]),
  ].join(', ')
  return `${place}: ${problem}${value === null ? '' : `: ${value}`}`
}

/** `3 errors` */
export function counted(count: number, noun: string): string {
  return `${count.toLocaleString('en')} ${noun}${count === 1 ? '' : 's'}`
}
