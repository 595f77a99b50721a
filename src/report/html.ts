import { gzipSync } from 'node:zlib'
import type { Content } from './content.ts'
import { type PageData, packed } from './page-data.ts'
import { pageScript, pageStyle } from './render.ts'
import { header } from './sections/header.ts'
import { questions } from './sections/questions.ts'
import { state } from './sections/state.ts'
import { dictionary, lineage, structure } from './sections/tables.ts'

/** The whole report as one page that needs nothing else. */
export async function pageOf(content: Content): Promise<string> {
  const { answers, data } = content
  const series = Object.fromEntries(answers.map(({ chart, series }) => [chart.id, packed(series)]))
  const json = JSON.stringify({ ...data, series } satisfies PageData)
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,">
<title>The Sparkify warehouse</title>
<style>
${pageStyle()}</style>
</head>
<body>
${header(content)}
<main>
${questions(content)}
${state(content)}
${structure(content)}
${lineage(content)}
${dictionary(content)}
</main>
<script type="application/gzip" id="data">${gzipSync(json).toString('base64')}</script>
<script type="module">${await pageScript()}</script>
</body>
</html>
`
}
