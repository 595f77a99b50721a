import type { Warehouse } from '../src/warehouse.ts'

type Row = Readonly<Record<string, string | number | null>>

/** A play of the log, as a test starts from it; times are UTC. */
export const play: Row = {
  artist: 'Elena',
  auth: 'Logged In',
  first_name: 'Lily',
  gender: 'F',
  item_in_session: 5,
  last_name: 'Koch',
  length: 269.58322,
  level: 'paid',
  location: 'Chicago-Naperville-Elgin, IL-IN-WI',
  method: 'PUT',
  page: 'NextSong',
  session_id: 818,
  song: 'Setanta matins',
  status: 200,
  ts: '2018-11-21 21:56:47.796',
  user_agent: '"Mozilla/5.0 (X11; Linux x86_64)"',
  user_id: 15,
}

/** A song of the catalogue. */
export const song: Row = {
  num_songs: 1,
  artist_id: 'AR5KOSW1187FB35FF4',
  artist_latitude: 49.80388,
  artist_longitude: 15.47491,
  artist_location: 'Dubai UAE',
  artist_name: 'Elena',
  song_id: 'SOZCTXZ12AB0182364',
  title: 'Setanta matins',
  duration: 269.58322,
  year: 0,
}

/** Puts rows into a table. */
export async function given(
  warehouse: Warehouse,
  table: string,
  rows: readonly Row[],
): Promise<void> {
  if (rows.length > 0) await warehouse.session.knex(table).insert(rows)
}

/** Some columns of a table, in the order of the first of them. */
export async function rowsOf(
  warehouse: Warehouse,
  table: string,
  columns: readonly string[],
): Promise<unknown[]> {
  return warehouse.session.rows(
    `select ${columns.join(', ')} from ${table} order by ${columns.join(', ')}`,
  )
}
