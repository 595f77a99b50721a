import { Failure } from '../../errors.ts'
import { RULES } from '../../redshift/lint/rules.ts'
import type { Node } from '../../sql.ts'
import { call, number } from '../nodes.ts'

/** A column of a temporary table, with its byte length as a check, which the embedded engine's varchar does not keep. */
export function columnsHere(column: Node): Node {
  if (column.auto_increment || column.constraint_order.includes('GeneratedAsIdentity')) {
    throw new Failure(
      'The local engine has no identity in a temporary table. Use: row_number() over ().',
    )
  }
  if (column.constraint_order.includes('Check')) throw new Failure(RULES.check.says)
  const { type, bytes } = typeHere(column.data_type)
  const check = bytes === null ? [] : [{ Check: shorterThan(column.name, bytes) }]
  const kept = column.constraint_order.filter(
    (name: string) => name === 'NotNull' || name === 'Default',
  )
  return {
    ...column,
    data_type: type,
    constraints: check,
    constraint_order: [...kept, ...check.map(() => 'Check')],
    primary_key: false,
    unique: false,
    nullable: kept.includes('NotNull') ? false : null,
    encoding: null,
  }
}

function shorterThan(name: Node, bytes: number): Node {
  const value = { column: { name, table: null, join_mark: false, trailing_comments: [] } }
  const sides = { left: call('octet_length', value), right: number(bytes) }
  return { lte: { ...sides, left_comments: [], operator_comments: [], trailing_comments: [] } }
}

const PLAIN: Readonly<Record<string, string>> = {
  small_int: 'small_int',
  int: 'int',
  big_int: 'big_int',
  boolean: 'boolean',
  date: 'date',
  INT2: 'small_int',
  INT4: 'int',
  INT8: 'big_int',
  FLOAT8: 'double',
}

function typeHere(type: Node): { type: Node; bytes: number | null } {
  const name = type.data_type === 'custom' ? type.name : type.data_type
  const text = { data_type: 'text' }
  switch (name) {
    case 'text':
      return { type: text, bytes: 256 }
    case 'var_char':
      return { type: text, bytes: type.length ?? 256 }
    case 'VARCHAR(MAX)':
      return { type: text, bytes: 65_535 }
    case 'char':
      return { type: text, bytes: type.length ?? 1 }
    case 'decimal':
      return {
        type: { ...type, precision: type.precision ?? 18, scale: type.scale ?? 0 },
        bytes: null,
      }
    case 'float':
      return {
        type: type.real_spelling ? type : { data_type: 'double', precision: null, scale: null },
        bytes: null,
      }
    case 'double':
    case 'timestamp':
      return { type, bytes: null }
  }
  const plain = PLAIN[name]
  if (!plain)
    throw new Failure(`The local engine has no column type ${String(name).toUpperCase()}.`)
  return { type: { ...type, data_type: plain, name: undefined }, bytes: null }
}
