import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { pictures } from '../src/diagrams/docs.ts'
import { entityDiagram } from '../src/diagrams/entities.ts'
import { PROJECT } from '../src/settings.ts'
import { readSteps } from '../src/steps.ts'
import { table } from '../src/table.ts'
import { readVersions } from '../src/versions.ts'

const drawn = await pictures(await readVersions(), await readSteps())

test('the pictures of the README are those of the newest version', () => {
  assert.deepEqual([...drawn.keys()], ['docs/star.svg', 'docs/flow.svg'])
  for (const [name, picture] of drawn) {
    assert.equal(
      readFileSync(path.join(PROJECT, name), 'utf8'),
      picture,
      `Run 'npm run docs' and commit what it writes: ${name}`,
    )
  }
})

test('the screenshot of the report is small enough for a README', () => {
  const bytes = readFileSync(path.join(PROJECT, 'docs/report.png'))

  assert.equal(bytes.subarray(1, 4).toString(), 'PNG')
  assert.ok(bytes.length < 200_000, `${bytes.length} bytes`)
})

/** How many lines a picture draws between boxes. */
const edges = (picture: string) => picture.match(/class="edge"/g)?.length ?? 0

test('the star shows every reference, the flow every table that a step reads', () => {
  assert.equal(edges(drawn.get('docs/star.svg') ?? ''), 5)
  // Two loads; one table behind each dimension and the levels; two behind the plays.
  assert.equal(edges(drawn.get('docs/flow.svg') ?? ''), 2 + 5 + 2)
})

test('tables that nothing refers to are drawn as well, and names cannot end the picture', () => {
  const columns = { day: 'date not null -- <the> day & "more"' } as const
  const days = table({ name: 'days', row: 'a day', columns, primaryKey: ['day'], dist: 'all' })

  const picture = entityDiagram([days])

  assert.equal(edges(picture), 0)
  assert.match(picture, />days<\/text>/)
  assert.match(picture, /<title>days\.day: &lt;the&gt; day &amp; &quot;more&quot;<\/title>/)
})
