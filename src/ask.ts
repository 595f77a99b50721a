import type { Answer } from './engine.ts'
import { Failure } from './errors.ts'
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
  return warehouse.session.answer(text)
}
