import path from 'node:path'
import { tablesOf } from './describe.ts'
import { PROJECT } from './settings.ts'
import type { Step } from './steps.ts'
import { columnsOf, type Table } from './table.ts'
import type { Promises } from './transform.ts'
import type { Version } from './versions.ts'

/** The generated file: what a row of each table is, for programs. */
export const TYPES: string = path.join(PROJECT, 'src/rows.ts')

/**
 * TypeScript's types of the rows of every table, as queries give them on both engines. A promise that
 * a column is not null, or one of some values, narrows its type.
 */
export function typesText(versions: readonly Version[], steps: readonly Step[]): string {
  const tables = tablesOf(versions)
  const rows = tables.map((table) =>
    rowType(table, steps.find(({ into }) => into === table.name)?.promises ?? {}),
  )
  const names = tables.map(({ name }) => `    ${name}: ${typeName(name)}`)
  return `\
// Written by 'npm run types' from the migrations and the promises of the transforms.

${rows.join('\n\n')}

declare module 'knex/types/tables.js' {
  interface Tables {
${names.join('\n')}
  }
}
`
}

function rowType(table: Table, promises: Promises): string {
  const fields = columnsOf(table).flatMap(([name, { type, notNull, description }]) => {
    const accepted = promises.accepted?.[name]
    const value = accepted ? accepted.map(valueType).join(' | ') : typeOf(type)
    const promised = notNull || promises.notNull?.includes(name)
    return [
      ...(description === null ? [] : [`  /** ${capitalised(description)}. */`]),
      `  readonly ${name}: ${promised ? value : `${value} | null`}`,
    ]
  })
  return `/** A row of \`${table.name}\`: ${table.row}. */\nexport interface ${typeName(table.name)} {\n${fields.join('\n')}\n}`
}

/** As the engines hand values on: see their `values.ts`. */
function typeOf(type: string): string {
  if (type === 'boolean') return 'boolean'
  if (type === 'bigint') return 'number | bigint'
  return /^(smallint|integer|real|double precision)$/.test(type) ? 'number' : 'string'
}

function valueType(value: string | number): string {
  return typeof value === 'number' ? String(value) : `'${value.replaceAll("'", "\\'")}'`
}

/** `staging_events` is `StagingEventsRow`. */
function typeName(table: string): string {
  return `${table.split('_').map(capitalised).join('')}Row`
}

function capitalised(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1)
}
