/**
 * Does work for each item, for at most `limit` of them at a time. After a failure no other is begun,
 * and it is thrown once those under way have ended.
 */
export async function atOnce<Item>(
  limit: number,
  items: Iterable<Item>,
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const failures: unknown[] = []
  const queue = items[Symbol.iterator]()
  const worker = async () => {
    while (failures.length === 0) {
      const next = queue.next()
      if (next.done) return
      try {
        await work(next.value)
      } catch (error) {
        failures.push(error)
      }
    }
  }
  await Promise.all(Array.from({ length: limit }, worker))
  if (failures.length > 0) throw failures[0]
}
