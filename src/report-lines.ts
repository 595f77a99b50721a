import type { StepReport } from './pipeline.ts'

/** A step's line: `07_songplays       6,820 rows   0.4 s`. */
export function stepLine(report: StepReport): string {
  const rows = `${report.rows.toLocaleString('en')} row${report.rows === 1 ? '' : 's'}`
  const facts = [
    report.step.padEnd(20),
    rows.padStart(16),
    `${report.seconds.toFixed(1)} s`.padStart(9),
    '  ',
  ]
  return `${facts.join('')}${details(report)}`.trimEnd()
}

function details({ files, rejected, changed, step }: StepReport): string {
  if (files === undefined) return changed === 0 ? 'unchanged' : ''
  const from = `from ${files.toLocaleString('en')} file${files === 1 ? '' : 's'}`
  return rejected ? `${from}, ${rejected} left out (see load_errors, step ${step})` : from
}

/** The lines of a run; a run with nothing to do says so. */
export function reportLines(reports: readonly StepReport[]): string[] {
  const isIdle = reports.every(({ changed, seconds }) => changed === 0 && seconds === 0)
  return isIdle
    ? ['Nothing new: every file of the lake is loaded, and all of it is published.']
    : reports.map(stepLine)
}
