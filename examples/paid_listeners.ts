// Who listened most while they paid? A misspelt column, or another level, does not compile.
import { readEnvironment } from '../src/settings.ts'
import { withWarehouse } from '../src/warehouse.ts'

await withWarehouse(readEnvironment(), async ({ session: { knex } }) => {
  const plays = knex('songplays').where({ level: 'paid' }).groupBy('user_id')
  const counted = plays.select('user_id').count({ n: '*' })
  const most = await counted.orderBy('n', 'desc').limit(3)
  for (const { user_id, n } of most) console.log(`user ${user_id}: ${n} plays`)
})
