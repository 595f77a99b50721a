import { escaped } from '../report/formats.ts'

/** Pieces of pictures that are readable in light and in dark, in a page and as files of their own. */

/** A box with a heading and lines under it. */
export interface Box {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

const STYLE = `
.diagram { font-family: system-ui, -apple-system, 'Segoe UI', sans-serif; font-size: 13px }
.diagram text { fill: #1f2328 }
.diagram .soft { fill: #59636e; font-size: 12px }
.diagram .name { font-weight: 600 }
.diagram .box { fill: #ffffff; stroke: #818b98 }
.diagram .head { fill: #dbeafe; stroke: #818b98 }
.diagram .head.fact { fill: #fde9c4 }
.diagram .head.file { fill: #d5f2e6 }
.diagram .edge { fill: none; stroke: #59636e; stroke-width: 1.3 }
.diagram .end { fill: #59636e }
@media (prefers-color-scheme: dark) {
  .diagram text { fill: #f0f6fc }
  .diagram .soft { fill: #9ea7b3 }
  .diagram .box { fill: #151b23; stroke: #656c76 }
  .diagram .head { fill: #123a5f; stroke: #656c76 }
  .diagram .head.fact { fill: #5c3f05 }
  .diagram .head.file { fill: #0b4634 }
  .diagram .edge { stroke: #9ea7b3 }
  .diagram .end { fill: #9ea7b3 }
}
@media print {
  .diagram text { fill: #1f2328 }
  .diagram .soft { fill: #59636e }
  .diagram .box { fill: #ffffff; stroke: #818b98 }
  .diagram .head { fill: #dbeafe; stroke: #818b98 }
  .diagram .head.fact { fill: #fde9c4 }
  .diagram .head.file { fill: #d5f2e6 }
}
`

/** A whole picture; `label` says in words what it shows. */
export function svg(
  width: number,
  height: number,
  label: string,
  parts: readonly string[],
): string {
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" class="diagram" role="img" aria-label="${escaped(label)}" ` +
      `width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">`,
    `<style>${STYLE}</style>`,
    ...parts,
    '</svg>\n',
  ].join('\n')
}

export function text(x: number, y: number, content: string, kind = '', anchor = 'start'): string {
  const classes = kind === '' ? '' : ` class="${kind}"`
  const anchored = anchor === 'start' ? '' : ` text-anchor="${anchor}"`
  return `<text x="${x}" y="${y}"${classes}${anchored}>${escaped(content)}</text>`
}

export function rect({ x, y, width, height }: Box, kind: string): string {
  return `<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="4" class="${kind}"/>`
}

/** A line that leaves and arrives level, with a dot where it ends. */
export function edge(from: readonly [number, number], to: readonly [number, number]): string {
  const [[x, y], [toX, toY]] = [from, to]
  const middle = Math.round((x + toX) / 2)
  return (
    `<path class="edge" d="M${x} ${y}C${middle} ${y} ${middle} ${toY} ${toX} ${toY}"/>` +
    `<circle class="end" cx="${toX}" cy="${toY}" r="3"/>`
  )
}

/** About how wide a text is, in pixels: no browser is at hand to ask. */
export function widthOf(content: string, pixelsPerLetter = 7): number {
  return Math.ceil(content.length * pixelsPerLetter)
}
