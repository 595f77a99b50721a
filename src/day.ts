import { UsageError } from './errors.ts'

/** Whether a text is a day that the calendar has: `2018-11-15`. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false
  const date = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text)
}

/** @throws UsageError when the value of an option is no day. */
export function checkDay(option: string, value: string): void {
  if (!isDay(value))
    throw new UsageError(`--${option} is '${value}', expected a day such as 2018-11-15.`)
}
