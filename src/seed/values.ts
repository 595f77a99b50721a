// How a flag's text becomes a value. Each reader returns undefined for text that is none.

/** A kind of value: how to say it, and how to read it. */
export interface Kind<T> {
  readonly expected: string
  read(text: string): T | undefined
}

/** A whole number within limits, without a sign, point or separator. */
export function wholeNumber(from: number, to: number): Kind<number> {
  return {
    expected: `a whole number from ${from} to ${to}`,
    read(text) {
      const value = Number(text)
      return /^\d+$/.test(text) && value >= from && value <= to ? value : undefined
    },
  }
}

/** A share of a whole, as a decimal or a fraction. */
export const share: Kind<number> = {
  expected: 'a share such as 0.5 or 1/26, above 0 and at most 1',
  read(text) {
    const [, top = '', , bottom = '1'] = /^(\d+(\.\d+)?|\.\d+)(?:\/(\d+))?$/.exec(text) ?? []
    const value = top === '' ? Number.NaN : Number(top) / Number(bottom)
    return value > 0 && value <= 1 ? value : undefined
  },
}

/** A date that exists, as days since 1970-01-01. */
export const date: Kind<number> = {
  expected: 'a date such as 2018-11-01, from 1971 to 2099',
  read(text) {
    const time = /^(19[7-9]|20\d)\d-\d\d-\d\d$/.test(text) ? Date.parse(text) : Number.NaN
    if (Number.isNaN(time) || !new Date(time).toISOString().startsWith(text)) return undefined
    return text < '1971' ? undefined : time / 86_400_000
  },
}

/** A path. */
export const path: Kind<string> = {
  expected: 'a directory',
  read: (text) => text || undefined,
}
