import assert from 'node:assert/strict'
import { test } from 'node:test'
import { usageFor } from '../../src/terminal/usage.ts'

const USAGE = `\
npm run trim -- --before DAY   take the events of files that end before a day out of staging
npm run trim -- --before DAY --exclude 2018/11/15  but not these
  --help          print this

The star keeps all it shows. What staging no longer holds is lost.
`

test('help is broken to fit a terminal, its columns kept', () => {
  assert.equal(
    usageFor(USAGE, 62),
    `\
npm run trim -- --before DAY   take the events of files that
                               end before a day out of staging
npm run trim -- --before DAY --exclude 2018/11/15
    but not these
  --help          print this

The star keeps all it shows. What staging no longer holds is
lost.
`,
  )
})

test('on paper help stays as it is written', () => {
  assert.equal(usageFor(USAGE, Number.POSITIVE_INFINITY), USAGE)
})
