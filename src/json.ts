/** JSON in which a bigint keeps all of its digits. */
export function toJson(value: unknown): string {
  const marked = JSON.stringify(
    value,
    (_, item) => (typeof item === 'bigint' ? `\u0000${item}\u0000` : item),
    2,
  )
  return marked.replace(/"\\u0000(-?\d+)\\u0000"/g, '$1')
}
