// Who listened most while they paid?
import { readEnvironment } from '../src/settings.ts'
import { withWarehouse } from '../src/warehouse.ts'

await withWarehouse(readEnvironment(), async ({ session: { knex } }) => {
  const listeners = await knex('songplays')
    .where({ level: 'paid' }) // a misspelt column, or another level, does not compile
    .groupBy('user_id')
    .orderBy([{ column: 'plays', order: 'desc' }, 'user_id'])
    .limit(3)
    .select('user_id')
    .count({ plays: '*' })
  for (const { user_id, plays } of listeners) console.log(`user ${user_id}: ${plays} plays`)
})
