import { Failure } from '../../errors.ts'
import type { Node } from '../../sql.ts'

/** What becomes of a call: its rewritten arguments in, a node out. */
export type Call = (args: readonly Node[], name: string) => Node

/** By function name. */
export type Calls = Readonly<Record<string, Call>>

/** A call that takes so many arguments. @throws Failure when it is given others. */
export function takes(least: number, most: number, make: Call): Call {
  return (args, name) => {
    if (args.length >= least && args.length <= most) return make(args, name)
    const many = Number.isFinite(most)
      ? least === most
        ? `${least}`
        : `${least} to ${most}`
      : `at least ${least}`
    throw new Failure(
      `Redshift's ${name}() takes ${many} argument${many === '1' ? '' : 's'}, not ${args.length}.`,
    )
  }
}
