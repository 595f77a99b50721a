/** A statement has at most 16 MB and its rows at most 32,767 values together. */
const IN_A_STATEMENT = 500

/** The items in their order, as many at a time as one statement takes. */
export function* pieces<Item>(items: readonly Item[]): Generator<Item[]> {
  for (let start = 0; start < items.length; start += IN_A_STATEMENT)
    yield items.slice(start, start + IN_A_STATEMENT)
}
