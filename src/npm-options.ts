import { readFileSync } from 'node:fs'
import path from 'node:path'

/** What npm makes of options that it reads as its own, or as short forms of them; it keeps others as they are. */
const READ_BY_NPM: Readonly<Record<string, readonly string[]>> = {
  apply: ['parseable', 'long', 'all', 'yes'],
  plan: ['parseable', 'long', 'all'],
  sql: ['long'],
  to: ['token_description'],
}

type Environment = Readonly<Record<string, string | undefined>>

/**
 * The option that npm took for itself because no `--` stands before it, or undefined. npm hands on what
 * it took as variables, and what its settings files say as well: those do not count. Of options whose
 * names are settings of npm that take other values (`--only`) it hands on nothing; npm warns of them.
 */
export function takenByNpm(
  options: readonly string[],
  env: Environment = process.env,
): string | undefined {
  const files = [env.npm_config_userconfig, env.npm_config_globalconfig, localFile(env)]
  const texts = files.map((file) => (file === undefined ? '' : textOf(file)))
  const isTyped = (name: string): boolean => {
    const value = env[`npm_config_${name}`]
    return value !== undefined && value !== '' && !isSetting(name, env, texts)
  }
  return options.find((option) => {
    if (option.startsWith('no-')) return env[`npm_config_${underscored(option.slice(3))}`] === ''
    return (READ_BY_NPM[option] ?? [underscored(option)]).every(isTyped)
  })
}

function underscored(name: string): string {
  return name.replaceAll('-', '_')
}

function localFile({ npm_config_local_prefix: folder }: Environment): string | undefined {
  return folder === undefined ? undefined : path.join(folder, '.npmrc')
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}

/** Whether a settings file or a variable of the user's own says it: `json=true`, `NPM_CONFIG_JSON`. */
function isSetting(name: string, env: Environment, texts: readonly string[]): boolean {
  const key = new RegExp(`^\\s*${name.replaceAll('_', '[_-]')}\\s*(=|$)`, 'm')
  return (
    env[`NPM_CONFIG_${name.toUpperCase()}`] !== undefined || texts.some((text) => key.test(text))
  )
}
