/** What all pages of an answer hold: AWS may cut any list, however short. */
export async function allPages<Item>(
  ask: (from?: string) => Promise<{ items: Item[] | undefined; next: string | undefined }>,
): Promise<Item[]> {
  const all: Item[] = []
  let from: string | undefined
  do {
    const { items = [], next } = await ask(from)
    all.push(...items)
    from = next
  } while (from)
  return all
}
