import type * as Knex from 'knex'
import { localKnex } from '../../knexfile.ts'
import type { Connection, Engine, Opening } from '../engine.ts'
import { requirePackage } from '../package.ts'
import { sessionOn } from '../session.ts'
import type { Settings } from '../settings.ts'
import { append } from './append.ts'
import { foundTables } from './catalog.ts'
import { localCopying } from './copy.ts'
import { openDatabase } from './database.ts'
import { renderOperation } from './ddl.ts'
import { LocalPool } from './pool.ts'
import { translateOnce } from './translation-cache.ts'

const { knex } = requirePackage('knex') as typeof Knex

type LocalSettings = Extract<Settings, { target: 'local' }>

/** The embedded engine: everything that only it does is in this folder. */
export function localEngine(settings: LocalSettings): Engine {
  return {
    target: 'local',
    renderOperation,
    renderStatement: async (sql) =>
      (await translateOnce(sql)).map((statement) => statement.sql).join(';\n'),
    lint: null,
    copying: localCopying(settings),
    connect: (opening) => connect(settings, opening),
  }
}

async function connect(settings: LocalSettings, opening: Opening): Promise<Connection> {
  const pool = new LocalPool(await openDatabase(settings.database, opening))
  const connected = knex(localKnex(pool))
  return {
    session: sessionOn(connected),
    transaction: (work) => connected.transaction((transaction) => work(sessionOn(transaction))),
    label: async () => {},
    append,
    tables: foundTables,
    async close() {
      await connected.destroy()
      await pool.end()
    },
  }
}
