/** A day as the number of days since 1970-01-01. */
export type Day = number

const THURSDAY = 4
const MONDAY = 1
const FIXED = ['01-01', '07-04', '11-11', '12-25']

/** Whether a day is a Saturday, a Sunday or a federal holiday of the United States. */
export function isDayOff(day: Day): boolean {
  const weekday = new Date(day * 86_400_000).getUTCDay()
  return weekday === 0 || weekday === 6 || isHoliday(day)
}

function isHoliday(day: Day): boolean {
  const date = new Date(day * 86_400_000)
  if (FIXED.includes(date.toISOString().slice(5, 10))) return true
  const month = date.getUTCMonth() + 1
  const weekday = date.getUTCDay()
  const nth = Math.ceil(date.getUTCDate() / 7)
  if (weekday === THURSDAY) return month === 11 && nth === 4
  if (weekday !== MONDAY) return false
  const isLast = date.getUTCDate() + 7 > 31
  return (
    ((month === 1 || month === 2) && nth === 3) ||
    (month === 5 && isLast) ||
    (month === 9 && nth === 1) ||
    (month === 10 && nth === 2)
  )
}
