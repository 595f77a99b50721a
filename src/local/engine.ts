import type * as Knex from 'knex'
import { localKnex } from '../../knexfile.ts'
import type { Connection, Engine, Opening } from '../engine.ts'
import { requirePackage } from '../modules.ts'
import { sessionOn } from '../session.ts'
import type { Settings } from '../settings.ts'
import { append } from './append.ts'
import { foundTables, foundViews } from './catalog.ts'
import { localCopying } from './copying.ts'
import { openDatabase } from './database.ts'
import { renderOperation } from './ddl.ts'
import { identifier } from './literals.ts'
import { LocalPool } from './pool.ts'
import type { Field } from './results.ts'
import { copyTo } from './row-file.ts'
import { translateOnce } from './translation-cache.ts'

const { knex } = requirePackage('knex') as typeof Knex

type LocalSettings = Extract<Settings, { target: 'local' }>

/** The embedded engine: everything that only it does is in this folder. */
export function localEngine(settings: LocalSettings): Engine {
  return {
    target: 'local',
    exclusive: true,
    renderOperation,
    renderStatement: async (sql) =>
      (await translateOnce(sql)).map((statement) => statement.sql).join(';\n'),
    lint: null,
    copying: localCopying(settings),
    connect: (opening) => connect(settings, opening),
  }
}

const ROOM = { typeOf: ({ type }: Field) => type }

async function connect(settings: LocalSettings, opening: Opening): Promise<Connection> {
  const pool = new LocalPool(await openDatabase(settings.database, opening))
  const connected = knex(localKnex(pool))
  const session = sessionOn(connected, ROOM)
  return {
    session,
    transaction: (work) =>
      connected.transaction((transaction) => work(sessionOn(transaction, ROOM))),
    firstRows: (sql, most) => session.answer(sql, most),
    async writeTable(inside, table, file, format) {
      const copy = copyTo(`select * from ${identifier(table)}`, file, format)
      const { rows } = await inside.knex.raw(copy.replace(/\?/g, '\\?')).options({ asIs: true })
      return Number(rows[0]?.count)
    },
    cancel: async () => pool.interrupt(),
    label: async () => {},
    queryId: async () => null,
    append,
    tables: foundTables,
    views: foundViews,
    async close() {
      await connected.destroy()
      await pool.end()
    },
  }
}
