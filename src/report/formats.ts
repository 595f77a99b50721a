/** How the report writes numbers and days. */

/** `6,820`; with one decimal below ten where there is one. */
export function number(value: number): string {
  const digits = Number.isInteger(value) || Math.abs(value) >= 10 ? 0 : 1
  return value.toLocaleString('en', { maximumFractionDigits: digits })
}

/** `1 play`, `6,820 plays` */
export function counted(count: number, noun: string): string {
  return `${number(count)} ${noun}${count === 1 ? '' : 's'}`
}

/** `60.5 %`; what is there is never 0 %, and what is missing never makes 100 %. */
export function percent(part: number, whole: number): string {
  if (whole === 0) return '0 %'
  const share = (100 * part) / whole
  if (part > 0 && share < 0.05) return '< 0.1 %'
  if (part < whole && share >= 99.95) return '> 99.9 %'
  return `${share.toLocaleString('en', { maximumFractionDigits: 1 })} %`
}

export const WEEKDAYS = [
  'Sunday',
  'Monday',
  'Tuesday',
  'Wednesday',
  'Thursday',
  'Friday',
  'Saturday',
] as const

/** `Wed 21 Nov 2018` */
export function dayText(day: string): string {
  const weekday = WEEKDAYS[new Date(`${day}T00:00:00Z`).getUTCDay()]?.slice(0, 3)
  return `${weekday} ${shortDay(day)} ${day.slice(0, 4)}`
}

/** `21 Nov` */
export function shortDay(day: string): string {
  return `${Number(day.slice(8))} ${MONTHS[Number(day.slice(5, 7)) - 1]}`
}

const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ')

/** `17:00` */
export function hourText(hour: number): string {
  return `${String(hour).padStart(2, '0')}:00`
}

/** Text as HTML. */
export function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
}
