import { readFileSync } from 'node:fs'
import path from 'node:path'
import type * as ECharts from 'echarts'
import { requirePackage } from '../modules.ts'

const PAGE = path.join(import.meta.dirname, 'page')

/** A chart as SVG: what the page shows until its script has drawn it at the reader's width, and without one. */
export function svgOf(option: ECharts.EChartsOption, width: number, height: number): string {
  const echarts = requirePackage('echarts') as typeof ECharts
  const chart = echarts.init(null, null, { renderer: 'svg', ssr: true, width, height })
  chart.setOption(option)
  const svg = chart.renderToSVGString({ useViewBox: true })
  chart.dispose()
  return svg
}

let script: Promise<string> | undefined

/** The page's script with all that it needs of the charts' library, in one piece. */
export function pageScript(): Promise<string> {
  script ??= bundled()
  return script
}

async function bundled(): Promise<string> {
  const { build } = await import('esbuild')
  const { outputFiles } = await build({
    entryPoints: [path.join(PAGE, 'main.ts')],
    bundle: true,
    minify: true,
    write: false,
    format: 'esm',
    target: 'es2022',
    legalComments: 'none',
    logLevel: 'silent',
  })
  return (outputFiles[0]?.text ?? '').replaceAll('</script', '<\\/script')
}

/** The page's style. */
export function pageStyle(): string {
  return readFileSync(path.join(PAGE, 'style.css'), 'utf8')
}
