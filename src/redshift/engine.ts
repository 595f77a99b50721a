import type { Engine } from '../engine.ts'
import { Failure } from '../errors.ts'
import type { Settings } from '../settings.ts'
import { copyStatement } from './copy.ts'
import { renderOperation } from './ddl.ts'

type ClusterSettings = Extract<Settings, { target: 'redshift' }>

/** Amazon Redshift: everything that only it does is in this folder. */
export function redshiftEngine(settings: ClusterSettings): Engine {
  return {
    target: 'redshift',
    renderOperation: async (operation, schema) => renderOperation(operation, schema),
    renderStatement: async (sql) => sql,
    copying: {
      plan: (_step, transform, table) => [
        copyStatement(transform, table, settings.lake, settings.redshift),
      ],
      prepare: notYet,
      load: notYet,
      explain: notYet,
      discard: notYet,
    },
    connect: notYet,
  }
}

async function notYet(): Promise<never> {
  throw new Failure(
    'The redshift target only prints its statements so far: add --plan. Nothing was run. ' +
      'To run on this machine, leave WAREHOUSE_TARGET unset.',
  )
}
