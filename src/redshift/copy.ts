import { Failure } from '../errors.ts'
import type { Lake, RedshiftSettings } from '../settings.ts'
import { fileColumns, type Table } from '../table.ts'
import type { CopyTransform } from '../transform.ts'
import { identifier, literal } from './literals.ts'

/** Into which table, from which object, and whether that is packed. */
interface Place {
  readonly into?: string
  readonly from?: string
  readonly gzip?: boolean
}

/**
 * Redshift's COPY for a step (https://docs.aws.amazon.com/redshift/latest/dg/r_COPY.html). COPY takes no
 * bind parameters, so that places and role are checked by the settings and written into the text.
 */
export function copyStatement(
  { copy }: CopyTransform,
  table: Table,
  lake: Lake,
  settings: RedshiftSettings,
  { into = table.name, from, gzip = false }: Place = {},
): string {
  const role = settings.iamRole === 'default' ? 'default' : literal(settings.iamRole)
  const paths = copy.json === 'auto' ? 'auto' : s3Place('LOG_JSONPATH', lake.log_jsonpath)
  const columns = fileColumns(table).map((name) => `    ${identifier(name)}`)
  return [
    `copy ${identifier(into)} (\n${columns.join(',\n')}\n)`,
    `from ${literal(from ?? keyPrefix(s3Place(copy.from.toUpperCase(), lake[copy.from])))}`,
    `iam_role ${role}`,
    ...(settings.region === null ? [] : [`region ${literal(settings.region)}`]),
    `format json ${literal(paths)}`,
    ...(gzip ? ['gzip'] : []),
    ...(copy.timeformat ? [`timeformat ${literal(copy.timeformat)}`] : []),
    ...(copy.blanksAsNull ? ['blanksasnull'] : []),
    ...(copy.emptyAsNull ? ['emptyasnull'] : []),
    ...((copy.maxErrors ?? 0) > 1 ? [`maxerror ${copy.maxErrors}`] : []),
    // Encodings are the table's; choosing them anew would cost a pass over the data.
    'compupdate off',
  ].join('\n')
}

/** A key prefix that ends within a name would also match its neighbours: `log` matches `log_json_path.json`. */
export function keyPrefix(uri: string): string {
  return uri.endsWith('/') || /\.(json|jsonl|ndjson|gz)$/.test(uri) ? uri : `${uri}/`
}

function s3Place(setting: string, place: string): string {
  if (place.startsWith('s3://')) return place
  throw new Failure(
    `The redshift target loads from S3, but ${setting} is '${place}'. Nothing was run. ` +
      `Set ${setting} to an s3:// URI.`,
  )
}
