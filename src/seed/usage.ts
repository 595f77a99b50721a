import { DEFAULTS } from './options.ts'
import { RARE_TRAPS, TRAPS } from './traps.ts'

const traps = Object.entries(TRAPS).map(([name, meaning]) => {
  const usual = RARE_TRAPS.some((rare) => rare === name) ? ' (only --with it)' : ''
  return `  ${name.padEnd(20)} ${meaning}${usual}`
})

/** What `--help` prints. */
export const USAGE = `\
Makes a lake in the layout of the bucket: log_data/, song_data/ and log_json_path.json. The same
arguments make the same bytes.

  npm run seed -- --out DIR [flags]

  --out DIR          where to make it: a new or empty directory
  --replace          or one with an earlier lake, which goes
  --events N         exactly this many events (${DEFAULTS.events})
  --songs N          exactly this many song files (${DEFAULTS.songs})
  --days N           spread over this many days (${DEFAULTS.days})
  --start DATE       from this day on (${DEFAULTS.start})
  --users N          by at most this many listeners (as many as the events need)
  --known SHARE      the share of the tracks played that have song files (${DEFAULTS.known}, as in the bucket)
  --seed N           another seed makes another lake of the same kind (${DEFAULTS.seed})
  --without A,B      leaves traps out
  --with A,B         puts traps in
  --help             prints this

Traps, all of them seen in the real data; a lake of 2,000 events and 40 songs has each:
${traps.join('\n')}

Examples
  npm run seed -- --out /tmp/lake
  npm run seed -- --out /tmp/lake --events 1000000 --songs 15000
  npm run seed -- --out /tmp/matching --events 5000 --songs 200 --known 1 --without mojibake
`
