import { createRequire } from 'node:module'

/**
 * Loads a package of many files. The loader that runs TypeScript resolves each file of an imported
 * package by itself; a required one takes a third of the time, and every command waits for it.
 */
export const requirePackage: NodeJS.Require = createRequire(import.meta.url)
