/** A part of the page with its title; what is too wide is moved sideways within it. */
export function card(title: string, inside: string): string {
  return `<div class="card"><h3>${title}</h3><div class="scroll">${inside}</div></div>`
}
