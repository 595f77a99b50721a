import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { PROJECT } from '../src/settings.ts'
import { freshCopy } from './project.ts'

const README = readFileSync(path.join(PROJECT, 'README.md'), 'utf8')

interface Block {
  readonly language: string
  readonly text: string
}

/** The fenced blocks of a section. */
function blocksOf(section: string): Block[] {
  const start = README.indexOf(`\n## ${section}\n`)
  const end = README.indexOf('\n## ', start + 1)
  const blocks = README.slice(start, end).matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)
  return [...blocks].map(([, language = '', text = '']) => ({ language, text }))
}

function shell(folder: string, text: string): string {
  const names = Object.keys(process.env).filter((name) => /^(npm_|INIT_CWD|NODE_TEST)/.test(name))
  const env = { ...process.env, ...Object.fromEntries(names.map((name) => [name, undefined])) }
  const { stdout, status } = spawnSync('sh', ['-c', `exec 2>&1\n${text}`], {
    cwd: folder,
    env,
    encoding: 'utf8',
  })
  assert.equal(status, 0, stdout)
  return stdout
}

/** What differs from run to run: seconds, npm's own lines, and what goes to stderr while it runs. */
function steady(text: string): string {
  return text
    .split('\n')
    .filter((line) => !/^(> |npm |\d{3}_\w+ {2}\d+\.\d s$)/.test(line))
    .map((line) => line.replace(/ +\d+\.\d s/g, ' # s').trimEnd())
    .join('\n')
    .trim()
}

test('npm start prints what the README shows', (t) => {
  const [, shown] = blocksOf('Run it')

  assert.equal(steady(shell(freshCopy(t), 'npm start')), steady(shown?.text ?? ''))
})

test('each change of the README does what it says', (t) => {
  const folder = freshCopy(t)
  shell(folder, 'npm start')
  const blocks = blocksOf('Change something')
  assert.ok(blocks.length >= 6)

  for (const [index, { language, text }] of blocks.entries()) {
    if (language === 'ts') {
      const name = /^\/\/ (\S+)\n/.exec(text)?.[1] ?? ''
      writeFileSync(path.join(folder, name), text)
    }
    if (language === 'sh') {
      const next = blocks[index + 1]
      assert.equal(steady(shell(folder, text)), steady(next?.text ?? ''))
    }
  }
  shell(folder, 'npx tsc')
})

test('the README is short', () => {
  assert.ok(README.trimEnd().split('\n').length < 200)
})
