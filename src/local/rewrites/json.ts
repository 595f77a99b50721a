import type { Node } from '../../sql.ts'
import { call, kindOf } from '../nodes.ts'
import { type Calls, takes } from './call.ts'

/** The last argument of the JSON functions, when it is a boolean, says to give null for what is no JSON. */
function nullIfInvalid(args: readonly Node[]): [Node[], Node] {
  const flag = args.at(-1)
  return kindOf(flag) === 'boolean'
    ? [args.slice(0, -1), flag]
    : [[...args], { boolean: { value: false } }]
}

/** Functions of JSON in text (https://docs.aws.amazon.com/redshift/latest/dg/json-functions.html). */
export const JSON_CALLS: Calls = {
  json_extract_path_text: takes(2, 7, (all) => {
    const [[json, ...path], flag] = nullIfInvalid(all)
    const step = (keys: Node, key: Node) => call('rs_json_path', keys, key)
    return call(
      'rs_json_text',
      json,
      path.reduce(step, { literal: { literal_type: 'string', value: '$' } }),
      flag,
    )
  }),
  json_extract_array_element_text: takes(2, 3, (all) => {
    const [[json, index], flag] = nullIfInvalid(all)
    return call('rs_json_element', json, index, flag)
  }),
  json_array_length: takes(1, 2, (all) => {
    const [[json], flag] = nullIfInvalid(all)
    return call('rs_json_length', json, flag)
  }),
  is_valid_json: takes(1, 1, ([json]) => call('rs_is_json', json, { boolean: { value: false } })),
  is_valid_json_array: takes(1, 1, ([json]) =>
    call('rs_is_json', json, { boolean: { value: true } }),
  ),
}
