import { UsageError } from './errors.ts'
import { didYouMean } from './nearest.ts'

/** What `npm run help` tells: the commands in groups, each with what it does. A test keeps package.json in step. */
export const COMMANDS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  Begin: {
    start: 'build the warehouse, and ask it three questions',
    help: 'list the commands; help NAME tells more of one',
  },
  Ask: {
    query: "ask a question of 'queries/', or one of your own",
    sql: 'type questions in Redshift SQL, one after another',
    report: 'write answers, state, lineage and meaning as one page',
    describe: 'tell what tables and columns hold',
    export: 'write the star to files for notebooks',
  },
  'What the tables are': {
    migrate: 'apply the pending versions of the schema',
    'migrate:status': 'list the versions, applied or pending',
    rollback: 'undo versions of the schema',
    advise: 'measure how distributions spread and move the rows',
  },
  'How rows get into them': {
    transform: 'load the files, then publish the star',
    check: 'ask every promise of what is in the warehouse',
    preflight: 'read the whole lake and say what is wrong with it',
    runs: 'list the runs, or show one with its steps',
    trim: 'take old events out of staging',
    seed: 'make a lake of any size to load',
  },
  'Run on AWS': {
    provision: 'make a warehouse on AWS; --plan tells what it costs',
    'cluster:status': 'tell what is there, in which state, until when',
    'cluster:pause': 'stop a cluster, and what it costs by the hour',
    'cluster:resume': 'start a paused cluster again',
    deprovision: 'remove what provision made',
  },
  'Work on the project': {
    test: 'run the tests',
    lint: 'look for what the linter refuses',
    format: 'format the code',
    typecheck: 'look for what the compiler refuses',
    types: 'write the types of all rows from the schema',
    docs: 'draw the pictures of the README from the schema',
    bench: 'measure how fast the warehouse is built',
    'bench:days': 'measure what a day of logs costs, by days of history',
  },
}

/** Commands that npm runs without `run`. */
const WITHOUT_RUN = new Set(['start', 'test'])

/** A command as it is typed. */
export function typedAs(name: string): string {
  return WITHOUT_RUN.has(name) ? `npm ${name}` : `npm run ${name}`
}

/** The commands in their groups. */
export function commandLines(): string[] {
  const groups = Object.entries(COMMANDS).flatMap(([group, commands]) => [
    '',
    group,
    ...Object.entries(commands).map(([name, does]) => `  ${typedAs(name).padEnd(24)}${does}`),
  ])
  return [...groups.slice(1), '', 'Options follow two dashes: npm run query -- top_songs --chart']
}

/** What a command does. @throws UsageError when there is none of that name. */
export function findCommand(wanted: string): { readonly name: string; readonly does: string } {
  const all = Object.assign({}, ...Object.values(COMMANDS)) as Record<string, string>
  const does = all[wanted]
  if (does !== undefined) return { name: wanted, does }
  const meant = didYouMean(
    wanted,
    Object.keys(all).map((name) => [name]),
  )
  throw new UsageError(`There is no command '${wanted}'.${meant}`)
}
