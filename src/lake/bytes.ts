/** The size of files together, in bytes as stored. */
export function bytesOf(files: readonly { readonly size: number }[]): number {
  return files.reduce((sum, { size }) => sum + size, 0)
}

/** Bytes as progress tells them: whole megabytes, without the unit. */
export function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(0)
}
