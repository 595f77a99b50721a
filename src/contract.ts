/** The types of a JSON value that a column can take; every integer is a number as well. */
export type JsonType = 'string' | 'number' | 'integer' | 'boolean' | 'null'

type Types = JsonType | `${JsonType} | ${JsonType}` | `${JsonType} | ${JsonType} | ${JsonType}`

/** A key of a source as text: the types that its value may have; `optional` where it may be absent. */
export type KeyDefinition = Types | `optional ${Types}`

/** A key's text, read. */
export interface Key {
  readonly types: ReadonlySet<JsonType>
  readonly optional: boolean
}

/** Reads the text of a key. */
export function parseKey(definition: string): Key {
  const [, optional, types = ''] = /^(optional )?(.*)$/.exec(definition) ?? []
  return {
    types: new Set(types.split(' | ') as JsonType[]),
    optional: optional !== undefined,
  }
}

/** The column that a key of a source is loaded into: `itemInSession` is `item_in_session`. */
export function columnNameOf(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
}
