import type { Answer } from './engine.ts'
import { Failure, messageOf } from './errors.ts'
import { isOneQuery } from './sql.ts'
import type { Warehouse } from './warehouse.ts'

/**
 * Asks the warehouse a question in Redshift SQL.
 * @throws Failure when the text is not one query, or the engine cannot answer it.
 */
export async function ask(warehouse: Warehouse, sql: string): Promise<Answer> {
  const text = sql.trim().replace(/;\s*$/, '')
  if (!(await isOneQuery(text))) {
    throw new Failure(
      'This is not a query: expected one statement that reads (select or with). Nothing was run. ' +
        'Tables change by migrations and transforms.',
    )
  }
  try {
    return await warehouse.session.answer(text)
  } catch (error) {
    throw new Failure(
      `Cannot answer this: ${messageOf(error).replace(/\.?$/, '.')} Nothing was changed.${await tables(warehouse)}`,
      { cause: error },
    )
  }
}

/** What could have been asked for, or how to come by it. */
async function tables({ connection, session }: Warehouse): Promise<string> {
  const names = (await connection.tables(session)).map(({ name }) => name).sort()
  return names.length === 0
    ? " The warehouse has no tables yet: run 'npm start'."
    : `\nTables: ${names.join(', ')}.`
}
