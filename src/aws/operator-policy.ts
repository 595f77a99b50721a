import { readFileSync } from 'node:fs'
import path from 'node:path'
import type { Account } from './account.ts'

interface Statement {
  readonly Sid: string
  readonly Action: string | readonly string[]
}

const FILE = path.join(import.meta.dirname, 'operator-policy.json')

/** What whoever provisions has to be allowed, written for the name `sparkify`: nothing more than is asked for. */
export function operatorPolicy(): { readonly Statement: readonly Statement[] } {
  return JSON.parse(readFileSync(FILE, 'utf8')) as { Statement: Statement[] }
}

/** The statements that allow an action, a line each, for this account's own resources. */
export function statementsFor(action: string, account: Account | null, name: string): string {
  const found = operatorPolicy().Statement.filter(({ Action }) => [Action].flat().includes(action))
  const statements = found.length > 0 ? found : [{ Sid: '', Effect: 'Allow', Resource: '*' }]
  const text = statements
    .map(({ Sid: _, ...said }) => JSON.stringify({ ...said, Action: action }))
    .join('\n')
    .replaceAll('role/sparkify-redshift', `role/${name}-redshift`)
    .replaceAll(/(cluster:|dbname:)sparkify/g, `$1${name}`)
  if (account === null) return text
  return text
    .replaceAll('arn:aws:', `arn:${account.partition}:`)
    .replaceAll('arn:aws:iam::*:', `arn:${account.partition}:iam::${account.id}:`)
    .replaceAll(/:iam::\*:/g, `:iam::${account.id}:`)
    .replaceAll(/:\*:\*:/g, `:${account.region}:${account.id}:`)
}
