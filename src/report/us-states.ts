/** The states of the United States, each a tile about where it lies: its column from the west and row from the north. */
const ROWS = [
  'AK .. .. .. .. .. .. .. .. .. ME',
  '.. .. .. .. .. .. .. .. .. VT NH',
  'WA ID MT ND MN IL WI MI NY RI MA',
  'OR NV WY SD IA IN OH PA NJ CT ..',
  'CA UT CO NE MO KY WV VA MD DE ..',
  '.. AZ NM KS AR TN NC SC DC .. ..',
  '.. .. .. OK LA MS AL GA .. .. ..',
  'HI .. .. TX .. .. .. .. FL .. PR',
].map((row) => row.split(' '))

export const TILE_COLUMNS: number = ROWS[0]?.length ?? 0
export const TILE_ROWS: number = ROWS.length

/** Each state's two letters with its column and row. */
export const TILES: readonly (readonly [state: string, column: number, row: number])[] =
  ROWS.flatMap((states, row) =>
    states.flatMap((state, column) => (state === '..' ? [] : [[state, column, row] as const])),
  )
