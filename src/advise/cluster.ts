import { UsageError } from '../errors.ts'

/** A cluster as it is simulated. */
export interface Cluster {
  readonly nodes: number
  /** Of all nodes. */
  readonly slices: number
}

/** Two ra3.4xlarge, of four slices each (https://docs.aws.amazon.com/redshift/latest/mgmt/working-with-clusters.html). */
const DEFAULTS = { slices: '8', nodes: '2' }
const MOST_SLICES = 4_096

/** The cluster of a command line. @throws UsageError when there is none like that. */
export function clusterOf(slices = DEFAULTS.slices, nodes = DEFAULTS.nodes): Cluster {
  const cluster = { slices: wholeNumber('slices', slices), nodes: wholeNumber('nodes', nodes) }
  if (cluster.slices % cluster.nodes === 0) return cluster
  throw new UsageError(
    `--slices is '${slices}', expected a multiple of the ${nodes} nodes: each has as many slices as the others.`,
  )
}

function wholeNumber(name: string, text: string): number {
  const value = Number(text)
  if (/^\d+$/.test(text) && value >= 1 && value <= MOST_SLICES) return value
  throw new UsageError(`--${name} is '${text}', expected a whole number from 1 to ${MOST_SLICES}.`)
}
