import { Failure } from '../errors.ts'
import { keyPrefix } from '../lake/s3.ts'
import type { Lake, RedshiftSettings } from '../settings.ts'
import { fileColumns, type Table, writableColumns } from '../table.ts'
import type { CopyTransform } from '../transform.ts'
import { identifier, literal } from './literals.ts'

/** What one COPY reads, and into which table. */
export interface CopySource {
  readonly into: string
  /** A key prefix, or a manifest that lists keys. */
  readonly from: string
  readonly isManifest?: boolean
  readonly gzip?: boolean
  /** Whether rows carry the number of their load. */
  readonly keepsLoads?: boolean
  /** `auto`, or the URI of a JSONPaths file. */
  readonly jsonPaths: string
  /** As Redshift's MAXERROR. */
  readonly maxErrors: number
}

/**
 * Redshift's COPY for a step (https://docs.aws.amazon.com/redshift/latest/dg/r_COPY.html). COPY takes no
 * bind parameters, so that places and role are checked by the settings and written into the text.
 */
export function copyStatement(
  { copy }: CopyTransform,
  table: Table,
  source: CopySource,
  settings: RedshiftSettings,
): string {
  const role = settings.iamRole === 'default' ? 'default' : literal(settings.iamRole)
  const names = source.keepsLoads ? writableColumns(table) : fileColumns(table)
  const columns = names.map((name) => `    ${identifier(name)}`)
  return [
    `copy ${identifier(source.into)} (\n${columns.join(',\n')}\n)`,
    `from ${literal(source.from)}`,
    `iam_role ${role}`,
    ...(settings.region === null ? [] : [`region ${literal(settings.region)}`]),
    `format json ${literal(source.jsonPaths)}`,
    ...(source.isManifest ? ['manifest'] : []),
    ...(source.gzip ? ['gzip'] : []),
    ...(copy.timeformat ? [`timeformat ${literal(copy.timeformat)}`] : []),
    ...(copy.blanksAsNull ? ['blanksasnull'] : []),
    ...(copy.emptyAsNull ? ['emptyasnull'] : []),
    ...(source.maxErrors > 1 ? [`maxerror ${source.maxErrors}`] : []),
    // Encodings are the table's; choosing them anew would cost a pass over the data.
    'compupdate off',
  ].join('\n')
}

/** Where a step's files are. @throws Failure when that is not on S3. */
export function placeOf({ copy }: CopyTransform, lake: Lake): string {
  return keyPrefix(s3Place(copy.from.toUpperCase(), lake[copy.from]))
}

/** `auto`, or where a step's JSONPaths file is. @throws Failure when that is not on S3. */
export function jsonPathsOf({ copy }: CopyTransform, lake: Lake): string {
  return copy.json === 'auto' ? 'auto' : s3Place('LOG_JSONPATH', lake.log_jsonpath)
}

function s3Place(setting: string, place: string): string {
  if (place.startsWith('s3://')) return place
  throw new Failure(
    `The redshift target loads from S3, but ${setting} is '${place}'. Nothing was run. ` +
      `Set ${setting} to an s3:// URI.`,
  )
}
