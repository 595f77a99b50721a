/**
 * Required before a command, ends it as `kill -9` does at its statement `KILL_AT` on the embedded engine:
 * before the engine gets it, or, with `KILL_WHILE`, while the engine works on it. Writes the number of
 * statements into the file `KILL_COUNT` when it is left alone.
 */
const { writeFileSync } = require('node:fs')
const { isMainThread } = require('node:worker_threads')

if (isMainThread) {
  const { DuckDBConnection } = require('@duckdb/node-api')
  const { KILL_AT = '0', KILL_WHILE, KILL_COUNT } = process.env
  const run = DuckDBConnection.prototype.runAndReadAll
  let statements = 0

  DuckDBConnection.prototype.runAndReadAll = function (...given) {
    statements += 1
    const isLast = statements === Number(KILL_AT)
    if (isLast && KILL_WHILE === undefined) process.kill(process.pid, 'SIGKILL')
    const answer = run.apply(this, given)
    if (isLast) setImmediate(() => process.kill(process.pid, 'SIGKILL'))
    return answer
  }

  process.on('exit', () => {
    if (KILL_COUNT !== undefined) writeFileSync(KILL_COUNT, String(statements))
  })
}
