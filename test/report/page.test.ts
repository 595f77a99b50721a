import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, before, test } from 'node:test'
import { pathToFileURL } from 'node:url'
import { CHARTS } from '../../src/report/charts.ts'
import { start } from '../../src/start.ts'
import { withWarehouse } from '../../src/warehouse.ts'
import { localSettings } from '../warehouse.ts'
import { type Browser, missingBrowser, type Page, startBrowser } from './browser.ts'
import { reportOn } from './written.ts'

const skip = missingBrowser()
const folder = mkdtempSync(path.join(tmpdir(), 'sparkify-test-'))
const file = path.join(folder, 'report.html')
const address = pathToFileURL(file).href
let browser: Browser | undefined

before(async () => {
  if (skip) return
  const settings = localSettings(folder)
  await start(settings)
  writeFileSync(file, await withWarehouse(settings, (warehouse) => reportOn(warehouse)))
  browser = startBrowser(path.join(folder, 'profile'))
})
after(async () => {
  await browser?.close()
  // The browser's own processes end a little later, and write until then.
  rmSync(folder, { recursive: true, force: true, maxRetries: 20 })
})

/** The report at a width, when its script has drawn it. */
async function openReport(look: { width: number; dark?: boolean }, choice = ''): Promise<Page> {
  assert.ok(browser)
  const page = await browser.open(`${address}${choice}`, look)
  await page.evaluate(`new Promise((resolve) => {
    const look = () => document.querySelector('form').hidden ? setTimeout(look, 10) : resolve()
    look()
  })`)
  return page
}

/** What a chart says. */
const says = (page: Page, id: string) =>
  page.evaluate<string>(`document.querySelector('#${id} .says').textContent`)

/** Changes a field of the form as a reader would. */
const choose = (page: Page, name: string, value: string) =>
  page.evaluate(`{
    const field = document.querySelector('[name=${name}]')
    field.value = '${value}'
    field.dispatchEvent(new Event('change', { bubbles: true }))
  }`)

test('the page opens from disk without a complaint, and asks for nothing else', {
  skip,
}, async () => {
  const page = await openReport({ width: 1280 })

  const drawn = await page.evaluate<number>(`document.querySelectorAll('.drawing svg path').length`)

  assert.ok(drawn > 100, String(drawn))
  assert.deepEqual(page.complaints, [])
  // The browser draws the calendars of the fields itself.
  const asked = page.requests.filter((request) => !request.startsWith('data:'))
  assert.deepEqual(asked, [address])
})

test('days and a level can be chosen; charts, sentences and tables follow', { skip }, async () => {
  const page = await openReport({ width: 1280 })
  const before = await says(page, 'plays')

  await choose(page, 'from', '2018-11-05')
  await choose(page, 'to', '2018-11-07')
  await choose(page, 'level', 'paid')

  assert.match(before, /^940 plays, 78 a day, 65\.7 % of them by paying users\./)
  assert.match(await says(page, 'plays'), /^202 plays, 67 a day, all by paid users\./)
  const rows = `[...document.querySelectorAll('#plays tbody tr')].map((row) => row.textContent)`
  assert.deepEqual(await page.evaluate(rows), [
    '2018-11-057171',
    '2018-11-066565',
    '2018-11-076666',
  ])
  for (const { id } of CHARTS) assert.doesNotMatch(await says(page, id), /NaN|undefined|null/)
  assert.equal(
    await says(page, 'level-changes').then((text) => text.split('. ')[0]),
    '2 changes to paid',
  )
  const legend = `document.querySelector('#hours .legend').textContent`
  assert.match(await page.evaluate(legend), /^0\d+ plays$/)
  assert.equal(await page.evaluate(`document.querySelector('output').value`), '202 plays')
  assert.equal(await page.evaluate('location.hash'), '#from=2018-11-05&to=2018-11-07&level=paid')
  await page.evaluate(`document.querySelector('nav a[href="#state"]').click()`)
  await page.evaluate('new Promise((resolve) => setTimeout(resolve, 50))')
  assert.match(await says(page, 'plays'), /^202 plays/)
  await page.evaluate(`document.querySelector('[type=reset]').click()`)
  await page.evaluate('new Promise((resolve) => setTimeout(resolve, 50))')
  assert.equal(await says(page, 'plays'), before)
  assert.deepEqual(page.complaints, [])
})

test('an address with a choice opens with it', { skip }, async () => {
  const page = await openReport(
    {
      width: 1280,
    },
    '#from=2018-11-05&to=2018-11-07&level=paid',
  )

  assert.match(await says(page, 'plays'), /^202 plays/)
})

test('a choice that holds no play is drawn as nothing', { skip }, async () => {
  const page = await openReport(
    {
      width: 1280,
    },
    '#level=gold&from=2018-11-03&to=2018-11-03',
  )

  await page.evaluate(`{
    const level = document.querySelector('[name=level]')
    level.add(new Option('gold'))
    level.value = 'gold'
    level.dispatchEvent(new Event('change', { bubbles: true }))
  }`)

  assert.equal(await says(page, 'plays'), 'No song was played in this time.')
  for (const { id } of CHARTS)
    assert.doesNotMatch(await says(page, id), /NaN|undefined|null|Infinity/)
  assert.deepEqual(page.complaints, [])
})

test('pointing at a bar tells its number with its unit', { skip }, async () => {
  const page = await openReport({ width: 1280 })
  const [x, y] = await page.evaluate<[number, number]>(`{
    const drawing = document.querySelector('#plays .drawing')
    drawing.scrollIntoView({ block: 'center' })
    const { left, top, height } = drawing.getBoundingClientRect();
    [left + 70, top + height - 60]
  }`)

  await page.send('Input.dispatchMouseEvent', { type: 'mouseMoved', x, y })
  await page.evaluate('new Promise((resolve) => setTimeout(resolve, 200))')

  const tip = await page.evaluate('document.querySelector(".tooltip")?.innerText')
  assert.match(String(tip), /^Thu 1 Nov 2018\s+free: \d+ plays?\s+paid: \d+ plays?$/)
})

for (const width of [320, 390, 820, 1280]) {
  test(`nothing is cut off at ${width} pixels`, { skip }, async () => {
    const page = await openReport({ width })

    const wide = await page.evaluate<number>('document.documentElement.scrollWidth')

    assert.ok(wide <= width, `${wide} pixels`)
    const drawings = `[...document.querySelectorAll('.drawing')].every((drawing) =>
      drawing.querySelector('svg').getBoundingClientRect().width <= drawing.clientWidth + 1)`
    assert.equal(await page.evaluate(drawings), true)
  })
}

/** The contrast of two colours as WCAG 2.2 counts it. */
const CONTRAST = `(one, other) => {
  const light = (colour) => {
    const [r, g, b] = colour.match(/[\\d.]+/g).slice(0, 3).map((part) => {
      const share = part / 255
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
    })
    return 0.2126 * r + 0.7152 * g + 0.0722 * b
  }
  const [dark, bright] = [light(one), light(other)].sort((a, b) => a - b)
  return (bright + 0.05) / (dark + 0.05)
}`

for (const dark of [false, true]) {
  test(`text and colours are told apart in ${dark ? 'dark' : 'light'}`, { skip }, async () => {
    const page = await openReport({ width: 1280, dark })

    const contrasts = await page.evaluate<Record<string, number>>(`{
      const contrast = ${CONTRAST}
      const colour = (name) => {
        const probe = document.body.appendChild(document.createElement('i'))
        probe.style.color = 'var(--' + name + ')'
        return getComputedStyle(probe).color
      }
      const on = (name, under) => [name + ' on ' + under, contrast(colour(name), colour(under))]
      Object.fromEntries([
        ...['ink', 'soft', 'link', 'good', 'bad'].flatMap((name) => [on(name, 'card'), on(name, 'page')]),
        ...['free', 'paid', 'other', 'one'].map((name) => on(name, 'card')),
        ...[0, 1, 2, 3, 4, 5, 6].map((shade) => on('on-shade-' + shade, 'shade-' + shade)),
      ])
    }`)

    // WCAG 2.2: 4.5 for text (1.4.3), 3 for what a picture is read by (1.4.11).
    for (const [pair, contrast] of Object.entries(contrasts)) {
      const least = /^(free|paid|other|one) /.test(pair) ? 3 : 4.5
      assert.ok(contrast >= least, `${pair}: ${contrast.toFixed(2)}`)
    }
    const page_ = await page.evaluate<string>('getComputedStyle(document.body).backgroundColor')
    assert.equal(page_, dark ? 'rgb(13, 17, 23)' : 'rgb(246, 248, 250)')
  })
}

test('the page can be printed', { skip }, async () => {
  const page = await openReport({ width: 1280, dark: true })

  const { data } = await page.send<{ data: string }>('Page.printToPDF', { printBackground: true })

  assert.ok(Buffer.from(data, 'base64').length > 50_000)
  await page.send('Emulation.setEmulatedMedia', { media: 'print' })
  const hidden = `[...document.querySelectorAll('form, nav')].every(({ offsetHeight }) => offsetHeight === 0)`
  assert.equal(await page.evaluate(hidden), true)
})
