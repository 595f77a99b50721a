import type { InsertStep } from './steps.ts'
import { columnsOf, type Table } from './table.ts'

/**
 * The query that counts the rows in which a step's query and its table differ: rows that would come
 * plus rows that would go, whatever the order of rows and however often one repeats. Columns that the
 * step does not fill, such as an identity, do not count.
 */
export function differingRows({ into, columns, query }: InsertStep): string {
  const list = columns.join(', ')
  return `select coalesce(sum(abs(difference)), 0) as differing
from (
    select ${list}, ${DIFFERENCE} as difference
    from (
        select ${list}, 1 as side from (
${query}
        ) as fresh (${list})
        union all
        select ${list}, -1 as side from ${into}
    ) as both_sides
    group by ${list}
    having ${DIFFERENCE} <> 0
) as differences`
}

const DIFFERENCE = 'count(case when side = 1 then 1 end) - count(case when side = -1 then 1 end)'

/**
 * Keeps the rows in which a step's query and the rows that it replaces differ, in a table of the
 * session: side 1 is to come, side -1 is to go. Rows that repeat are numbered, so that one more or
 * less of them is a difference of one, and a row that is on one side alone is there once.
 */
export function makeChanges({ columns, query, into, replaces }: InsertStep, table: Table): string {
  const list = columns.join(', ')
  const id = identityOf(table)
  return `create temporary table changes as
select ${list}, copy, max(side) as side, max(id) as id
from (
    select
        ${list},
        row_number() over (partition by ${list} order by ${columns[0]}) as copy,
        1 as side,
        cast(null as bigint) as id
    from (
${query}
    ) as fresh (${list})
    union all
    select
        ${list},
        row_number() over (partition by ${list} order by ${id ?? columns[0]}),
        -1,
        ${id ?? 'cast(null as bigint)'}
    from (
${replaces ?? `select * from ${into}`}
    ) as present
) as both_sides
group by ${list}, copy
having count(*) = 1`
}

/** Takes the rows that are to go out of the table, by its identity or its key. */
export function deleteChanges({ into }: InsertStep, table: Table): string {
  const id = identityOf(table)
  if (id !== null)
    return `delete from ${into} where ${id} in (select id from changes where side = -1)`
  const same = table.primaryKey.map((column) => `changes.${column} = ${into}.${column}`)
  return `delete from ${into} using changes where changes.side = -1 and ${same.join(' and ')}`
}

/** Adds the rows that are to come. */
export function insertChanges({ into, columns }: InsertStep): string {
  const list = columns.join(', ')
  return `insert into ${into} (${list}) select ${list} from changes where side = 1`
}

export const DROP_CHANGES = 'drop table changes'

function identityOf(table: Table): string | null {
  return columnsOf(table).find(([, column]) => column.identity)?.[0] ?? null
}
