import type { Content } from '../content.ts'
import { dayText, number, percent } from '../formats.ts'
import { total } from '../series.ts'

/** The title, the ways into the page, and the six numbers to know first. */
export function header({ written, first, data, state, answers }: Content): string {
  const rows = (name: string) => state.tables.find(({ table }) => table.name === name)?.rows ?? 0
  const plays = answers.find(({ chart }) => chart.id === 'plays')?.series
  const sessions = answers.find(({ chart }) => chart.id === 'sessions')?.series
  const [all, found] = plays ? [total(plays, 'plays'), total(plays, 'found')] : [0, 0]
  const facts = [
    [number(all), 'plays'],
    [number(rows('users')), 'users'],
    [number(sessions ? total(sessions, 'sessions') : 0), 'sessions with plays'],
    [number(rows('songs')), 'songs of the catalogue'],
    [number(rows('artists')), 'artists of the catalogue'],
    [percent(found, all), 'of the plays found a song'],
  ]
  return `<header>
<h1>The Sparkify warehouse</h1>
<p class="soft">${all === 0 ? 'No plays yet.' : `Plays from ${dayText(first)} to ${dayText(data.to)}.`} Written on ${written.toISOString().slice(0, 16).replace('T', ' ')} UTC from the ${state.target} target. All times are UTC.</p>
<nav aria-label="Contents"><a href="#questions">Questions</a><a href="#state">State</a><a href="#structure">Tables</a><a href="#lineage">Lineage</a><a href="#dictionary">Meaning</a></nav>
<div class="facts">
${facts.map(([value, what]) => `<div class="fact"><b>${value}</b>${what}</div>`).join('\n')}
</div>
</header>`
}
