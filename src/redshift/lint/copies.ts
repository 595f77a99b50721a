import { guide, type Rule } from './rule.ts'
import { is, phrases } from './statement.ts'

const NOT_WITH_JSON = [
  'csv',
  'delimiter',
  'escape',
  'fillrecord',
  'fixedwidth',
  'ignoreblanklines',
  'null',
  'readratio',
  'removequotes',
]
const TIME_FORMATS = /^'(epochm|epochs|a)/i

/** What COPY does not take. */
export const COPY_RULES = {
  'copy-stdin': {
    finds: (statement) =>
      statement.verb === 'copy' ? phrases('from stdin', 'from program')(statement) : [],
    says: 'Redshift copies from S3, not from the client. Put the file into a bucket.',
    source: guide('r_COPY'),
  },
  'copy-out': {
    finds: ({ verb, tokens }) =>
      verb === 'copy' && !tokens.some((token) => is(token, 'from', 'job'))
        ? tokens.slice(0, 1)
        : [],
    says: 'Redshift copies into tables only. Use UNLOAD.',
    source: guide('r_UNLOAD'),
  },
  'copy-json-options': {
    finds: ({ verb, tokens }) => {
      const isJson = verb === 'copy' && tokens.some((token) => is(token, 'json'))
      const options = tokens.slice(tokens.findIndex((token) => is(token, 'from')))
      return isJson ? options.filter((token) => is(token, ...NOT_WITH_JSON)) : []
    },
    says: ({ text }) => `Redshift takes no ${text.toUpperCase()} with FORMAT JSON.`,
    source: guide('copy-parameters-data-format'),
  },
  'copy-time-format': {
    finds: ({ verb, tokens }) =>
      tokens.filter((token, index) => {
        const isFormat =
          is(tokens[index - 1], 'timeformat') ||
          (is(tokens[index - 1], 'as') && is(tokens[index - 2], 'timeformat'))
        return (
          verb === 'copy' &&
          isFormat &&
          TIME_FORMATS.test(token.text) &&
          !/^'(epochmillisecs|epochsecs|auto)'$/.test(token.text)
        )
      }),
    says: ({ text }) =>
      `Redshift has no time format ${text}: expected 'auto', 'epochsecs' or 'epochmillisecs', in lower case.`,
    source: guide('copy-parameters-data-conversion'),
  },
  'copy-max-error': {
    finds: ({ verb, tokens }) =>
      tokens.filter((token, index) => {
        const at = is(tokens[index - 1], 'as') ? index - 2 : index - 1
        return verb === 'copy' && is(tokens[at], 'maxerror') && Number(token.text) > 100_000
      }),
    says: "Redshift's MAXERROR is at most 100000.",
    source: guide('copy-parameters-data-load'),
  },
} as const satisfies Readonly<Record<string, Rule>>
