import type { Chart, Shown } from './chart.ts'
import { levelColour } from './drawings/axes.ts'
import { SHADES } from './drawings/squares.ts'
import { escaped } from './formats.ts'

/** What the colours of a chart tell, as HTML. */
export function legendHtml({ colours, most }: Chart, shown: Shown): string {
  if (colours === 'none') return ''
  const key = (colour: string) => `<i class="key" style="background:${colour}"></i>`
  if (colours === 'levels') {
    return shown.levels
      .map((level) => `<span>${key(levelColour(level))}${escaped(level)}</span>`)
      .join('')
  }
  const shades = Array.from({ length: SHADES + 1 }, (_, shade) => key(`var(--shade-${shade})`))
  return `<span>0</span><span class="shades">${shades.join('')}</span><span>${most?.(shown) ?? ''}</span>`
}
