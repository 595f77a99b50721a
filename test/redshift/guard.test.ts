import assert from 'node:assert/strict'
import { test } from 'node:test'
import pg from 'pg'
import { guard } from '../../src/redshift/guard.ts'

/** A client that is not connected: what it takes, it keeps until it is. */
function guarded(): pg.Client {
  const client = new pg.Client({ host: '127.0.0.1', port: 1 })
  guard(client)
  return client
}

test('a connection does not send what Redshift refuses', () => {
  assert.throws(() => guarded().query('select 1\nfor update'), {
    message:
      "A statement was not sent: 'select 1 for update'.\n" +
      'line 2: Redshift has no FOR UPDATE. Use: lock table, first in the transaction.\n' +
      '  for-update: https://docs.aws.amazon.com/redshift/latest/dg/r_SELECT_synopsis.html',
  })
})

test('a connection knows when it is in a transaction', () => {
  const client = guarded()
  const truncate = () => void client.query('truncate songs')

  truncate()
  void client.query('BEGIN;')
  assert.throws(truncate, /On Redshift TRUNCATE commits the transaction that it stands in/)
  void client.query('ROLLBACK')
  truncate()
})

test('a connection counts the values that are bound', () => {
  const text = 'drop table $1'

  assert.throws(() => guarded().query({ text, values: ['songs'] }), /binds no values/)
})
