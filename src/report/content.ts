import type { ColumnLineage } from '../lineage.ts'
import type { Schema } from '../schema.ts'
import type { Step } from '../steps.ts'
import type { Table } from '../table.ts'
import type { Answered } from './answers.ts'
import type { PageData } from './page-data.ts'
import type { State } from './state.ts'

/** Everything that the page tells. */
export interface Content {
  /** When it was written, UTC. */
  readonly written: Date
  readonly schema: Schema
  readonly tables: readonly Table[]
  readonly steps: readonly Step[]
  readonly lineage: readonly ColumnLineage[]
  readonly state: State
  readonly answers: readonly Answered[]
  /** The day of the first play. */
  readonly first: string
  readonly data: Omit<PageData, 'series'>
}
