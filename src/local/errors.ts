import { EngineError, Failure, messageOf } from '../errors.ts'

/** What the embedded engine says, in Redshift's words where it has its own for the same thing. */
export function localError(error: unknown): EngineError {
  if (error instanceof EngineError) return error
  if (error instanceof Failure) return new EngineError(error.message, { cause: error })
  const message = messageOf(error).split('\n')[0] ?? ''
  for (const [pattern, say] of TEXTS) {
    const match = pattern.exec(message)
    if (match) return new EngineError(say(match), { cause: error })
  }
  return new EngineError(message.replace(/^(\w+ )+Error: /, ''), { cause: error })
}

const TYPES: Readonly<Record<string, string>> = {
  VARCHAR: 'character varying',
  STRING_LITERAL: 'unknown',
  INTEGER_LITERAL: 'integer',
  DOUBLE: 'double precision',
  FLOAT: 'real',
  TIMESTAMP: 'timestamp without time zone',
  'TIMESTAMP WITH TIME ZONE': 'timestamp with time zone',
}

/** `VARCHAR, INTEGER` in Redshift's words. */
function typeNames(list: string | undefined): string[] {
  const types = (list ?? '').match(/\w[\w ]*(\([^)]*\))?/g) ?? []
  return types.map((type) => TYPES[type] ?? type.replace(/^DECIMAL/, 'numeric').toLowerCase())
}

/** The engine's names of functions and operators that have others on Redshift. */
const NAMED_HERE: Readonly<Record<string, string>> = {
  '//': '/',
  log10: 'log',
  quantile_cont: 'percentile_cont',
  quantile_disc: 'percentile_disc',
  strftime: 'to_char',
  string_agg: 'listagg',
}

function operation(operator = '', types = ''): string {
  const name = NAMED_HERE[operator] ?? operator
  const [one = '', ...others] = typeNames(types)
  return others.length === 0 ? `${name} ${one}` : [one, ...others].join(` ${name} `)
}

function called(name = '', types = ''): string {
  const known = typeNames(types)
  // The share is no argument of these, but stands before what they sort.
  return `${NAMED_HERE[name] ?? name}(${(name.startsWith('quantile_') ? known.slice(0, 1) : known).join(', ')})`
}

const OUT_OF_RANGE: Readonly<Record<string, string>> = {
  INT16: 'smallint',
  INT32: 'integer',
  INT64: 'bigint',
}

const TEXTS: readonly (readonly [RegExp, (match: RegExpExecArray) => string])[] = [
  [
    /CHECK constraint failed on table (\S+) with expression CHECK\(\(strlen\("?([^")]+)"?\) <= (\d+)\)\)/,
    ([, table, column, bytes]) =>
      `value too long for type character varying(${bytes}): ${table}.${column} holds ${bytes} bytes`,
  ],
  [
    /Value "(\w+\(boolean\))" can not be converted/,
    ([, called]) => `function ${called} does not exist`,
  ],
  [
    /NOT NULL constraint failed: (\S+)/,
    ([, column]) => `Cannot insert a NULL value into column ${column}.`,
  ],
  [
    /(?:Table|View) with name (\S+) does not exist!/,
    ([, name]) => `relation "${name}" does not exist`,
  ],
  [
    /Referenced table "([^"]+)" not found/,
    ([, name]) => `missing FROM-clause entry for table "${name}"`,
  ],
  [
    /Table "([^"]+)" does not have a column (?:named|with name) "([^"]+)"/,
    ([, table, column]) => `column "${column}" of relation "${table}" does not exist`,
  ],
  [
    /(?:Referenced column|Referenced update column) "?([^" ]+)"? (?:was )?not found|does not have a column named "([^"]+)"/,
    ([, name, other]) => `column "${name ?? other}" does not exist`,
  ],
  [/Column "+([^"]+)"+ in EXCLUDE list not found/, ([, name]) => `column "${name}" does not exist`],
  [
    /Column "([^"]+)" referenced that exists in the SELECT clause|Alias with name "([^"]+)" exists, but aliases cannot be used/,
    ([, name, other]) => `column "${name ?? other}" does not exist`,
  ],
  [
    /Ambiguous reference to column name "([^"]+)"/,
    ([, name]) => `column reference "${name}" is ambiguous`,
  ],
  [
    /column "?([^" ]+)"? must appear in the GROUP BY clause/,
    ([, name]) =>
      `column "${name}" must appear in the GROUP BY clause or be used in an aggregate function`,
  ],
  [
    /Could not convert string ["'](.*)["'] to (INT\d+|DOUBLE|FLOAT|DECIMAL\S*|BOOL\w*)/i,
    ([, text, type = '']) =>
      `invalid input syntax for ${type.startsWith('INT') ? 'integer' : `type ${CONVERTED[type.toUpperCase()] ?? 'numeric'}`}: "${text}"`,
  ],
  [
    /invalid (timestamp|date) field format: (".*"), expected format/,
    ([, type, text]) => `invalid input syntax for type ${type}: ${text}`,
  ],
  [
    /(?:timestamp|date) field value out of range: (".*")/,
    ([, text]) => `date/time field value out of range: ${text}`,
  ],
  [
    /(?:Overflow in \w+ of|can't be cast because the value is out of range for the destination type) (INT\d+)/,
    ([, type = '']) => `${OUT_OF_RANGE[type] ?? 'value'} out of range`,
  ],
  [
    /type DECIMAL\(\d+, ?\d+\) failed: value is out of range|Could not cast value .* to DECIMAL|Overflow in .* of DECIMAL/,
    () => 'Numeric data overflow (result precision)',
  ],
  [
    /No function matches the given name and argument types '(\W+)\((.*)\)'/,
    ([, operator, types]) => `operator does not exist: ${operation(operator, types)}`,
  ],
  [
    /No function matches the given name and argument types '(\w+)\((.*)\)'/,
    ([, name, types]) => `function ${called(name, types)} does not exist`,
  ],
  [
    /Could not choose a best candidate function for the function call "(\W+)\((.*)\)"/,
    ([, operator, types]) =>
      `operator is not unique: ${operation(operator, types)}. Cast what is text.`,
  ],
  [
    /Could not choose a best candidate function for the function call "(\w+)\((.*)\)"/,
    ([, name, types]) => `function ${called(name, types)} is not unique. Cast what is text.`,
  ],
  [
    /Cannot mix values of type (.+) and (.+) in (CASE|COALESCE) /,
    ([, one, other, place]) =>
      `${place} types ${typeNames(`${one}, ${other}`).join(' and ')} cannot be matched`,
  ],
  [
    /Cannot combine types of (.+) and (.+) - an explicit cast/,
    ([, one, other]) => `types ${typeNames(`${one}, ${other}`).join(' and ')} cannot be matched`,
  ],
  [
    /Cannot compare values of type (.+?) and (?:type )?(.+?) (?:in .+ )?- an explicit cast/,
    ([, one, other]) =>
      `cannot compare ${typeNames(`${one}, ${other}`).join(' with ')}. Cast one of them.`,
  ],
  [
    /(WHERE|GROUP BY) clause cannot contain (aggregates|window functions)/,
    ([, clause, what]) => `${what} not allowed in ${clause} clause`,
  ],
  [/Subquery returns \d+ columns - expected 1/, () => 'subquery has too many columns'],
  [
    /(ORDER|GROUP)(?: BY)? term out of range - should be between 1 and (\d+)/,
    ([, clause, most]) => `${clause} BY position is not in select list, which has ${most}`,
  ],
  [/LIMIT\/OFFSET cannot be negative/, () => 'LIMIT and OFFSET must not be negative'],
  [
    /Set operations can only apply to expressions with the same number/,
    () => 'each query of a set must have the same number of columns',
  ],
  [/Duplicate CTE name (".*")/, ([, name]) => `WITH query name ${name} specified more than once`],
  [/Parser Error: (syntax error at or near .*)/, ([, said]) => `${said}`],
  [
    /Macro (\w+)\(\) does not support the supplied arguments/,
    ([, name = '']) => `${MACROS[name] ?? name} does not take values of this type`,
  ],
  [
    /Unimplemented type for cast \((.+) -> (.+)\)/,
    ([, from, to]) => `cannot cast type ${typeNames(from)} to ${typeNames(to)}`,
  ],
  [
    /invalid perl operator: (.*)/,
    ([, operator]) => `The local engine has no '${operator}' in regular expressions.`,
  ],
  [
    /^TransactionContext Error: .*[Cc]onflict/,
    () => 'could not complete because of conflict with concurrent transaction',
  ],
  [
    /More than one row returned by a subquery/i,
    () => 'more than one row returned by a subquery used as an expression',
  ],
  [
    /(?:Table|View) with name "(\S+)" already exists/,
    ([, name]) => `Relation "${name}" already exists`,
  ],
  [/^Invalid Input Error: (.*)$/, ([, text]) => `${text}`],
]

const CONVERTED: Readonly<Record<string, string>> = {
  DOUBLE: 'double precision',
  FLOAT: 'real',
  BOOL: 'boolean',
  BOOLEAN: 'boolean',
}

/** The macros that choose by type, by what a person wrote. */
const MACROS: Readonly<Record<string, string>> = {
  rs_divide: 'The operator /',
  rs_sum: 'sum()',
  rs_average: 'avg()',
  rs_wide: 'median() or percentile_cont()',
  rs_trunc: 'trunc()',
}

/** That nobody has made the database file yet. */
export function noDatabase(file: string, options?: ErrorOptions): Failure {
  return new Failure(
    `There is no warehouse at '${file}' yet. Run 'npm start' first, or set LOCAL_DATABASE to the file it is in.`,
    options,
  )
}

/** Why a database file could not be opened. */
export function openingError(error: unknown, file: string): Failure {
  const message = messageOf(error)
  const holder = /Conflicting lock is held in (.*?) ?\(PID (\d+)\)/.exec(message)
  if (holder) {
    return new Failure(
      `Cannot open the warehouse '${file}': process ${holder[2]} (${holder[1]}) holds it, and the ` +
        'local engine lets one process in at a time. Nothing was done. ' +
        'Wait for that process to end, or set LOCAL_DATABASE to another file.',
      { cause: error },
    )
  }
  // A file of another engine makes this one ask for an extension.
  if (
    /not a valid DuckDB database file|^\w+ Error: (Extension|Failed to download extension) "/.test(
      message,
    )
  ) {
    return new Failure(
      `Cannot open the warehouse '${file}': the file is not a database of the local engine. ` +
        'It was left as it is. Set LOCAL_DATABASE to another file, or move this one away.',
      { cause: error },
    )
  }
  if (message.includes('database does not exist')) return noDatabase(file, { cause: error })
  const said = (message.split('\n')[0] ?? '').replace(/^\w+ Error: /, '').replace(/\.?$/, '.')
  return new Failure(
    `Cannot open the warehouse '${file}': ${said} Nothing was done. ` +
      'Set LOCAL_DATABASE to another file, or move this one away.',
    { cause: error },
  )
}
