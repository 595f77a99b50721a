import type { Chart } from './chart.ts'
import { found, levelChanges, plays, users, usersOnLevel } from './charts/days.ts'
import { places } from './charts/places.ts'
import { artists, browsers, missingSongs, songs } from './charts/ranks.ts'
import { sessions } from './charts/sessions.ts'
import { week } from './charts/week.ts'

/** The business questions in the order in which the report tells them. */
export const CHARTS: readonly Chart[] = [
  plays,
  songs,
  artists,
  week,
  places,
  usersOnLevel,
  users,
  levelChanges,
  sessions,
  browsers,
  missingSongs,
  found,
]
