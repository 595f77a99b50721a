import type { InsertStep } from './steps.ts'

/**
 * The query that counts the rows in which a step's query and its table differ: rows that would come
 * plus rows that would go, whatever the order of rows and however often one repeats. Columns that the
 * step does not fill, such as an identity, do not count.
 */
export function differingRows({ into, columns, query }: InsertStep): string {
  const list = columns.join(', ')
  return `select coalesce(sum(abs(difference)), 0) as differing
from (
    select ${list}, sum(side) as difference
    from (
        select ${list}, 1 as side from (
${query}
        ) as fresh (${list})
        union all
        select ${list}, -1 as side from ${into}
    ) as both_sides
    group by ${list}
    having sum(side) <> 0
) as differences`
}
