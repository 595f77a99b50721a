import { readdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'

/**
 * Loads a package of many files. The loader of modules resolves each file of an imported package by
 * itself; a required one takes a third of the time.
 */
export const requirePackage: NodeJS.Require = createRequire(import.meta.url)

/**
 * The names of a folder's files of code in their order. Those that only other tools read, such as `.sql` and
 * `.js`, are among them: whoever put one there expects it to run, and has to be told.
 */
export function codeFiles(folder: string): string[] {
  return readdirSync(folder)
    .filter((file) => /^[^.].*\.([cm]?[jt]s|sql)$/i.test(file))
    .sort()
}

/**
 * Loads a TypeScript module by its path, when it is needed, in the way that this one was loaded:
 * commands load by `require` (scripts/run.cjs), tests by `import`, and a module that came in both ways
 * would be there twice. Rejects with what the module throws.
 */
export async function loadModule(file: string): Promise<{ readonly default?: unknown }> {
  return typeof require === 'function' ? require(file) : import(pathToFileURL(file).href)
}
