import { type PartialDate, readPartialDate } from '#app/kernel/partial-date.ts'

/** A line that is read piece by piece: what was taken is no longer in it. */
export class ReadPieces {
  #text: string

  constructor(typed: string) {
    this.#text = ` ${typed.replace(/\s+/g, ' ').trim()}`
  }

  /** The first group of what matches, which leaves the line; `undefined` when nothing does. */
  take(pattern: RegExp): string | undefined {
    const found = pattern.exec(this.#text)
    if (found === null) return undefined
    this.#text = `${this.#text.slice(0, found.index)} ${this.#text.slice(found.index + found[0].length)}`
    return found[1]
  }

  /** The first group of what matches, which stays; `undefined` when nothing does. */
  seen(pattern: RegExp): string | undefined {
    return pattern.exec(this.#text)?.[1]
  }

  /** The first date of the line, with the word before it (« depuis », « en »). */
  takeDate(today: string): PartialDate | null {
    const pattern =
      /[\s,(](?:depuis|en|le|vers)?\s*((?:\d{1,2}[/.-])?(?:\d{1,2}[/.-])\d{4}|(?:\d{1,2} )?(?:janv|févr|fevr|mars|avr|mai|juin|juil|août|aout|sept|oct|nov|déc|dec)\p{L}*\.? \d{4}|(?:19|20)\d{2})\)?(?=$|[\s,;)])(?!\s*(?:k?g|mg|µg|m?l|ui|cm|m|kcal)(?!\p{L}))/iu
    const found = pattern.exec(this.#text)
    const date = found?.[1] === undefined ? null : readPartialDate(found[1].replace('.', ' ').trim(), today)
    if (date !== null) this.take(pattern)
    return date
  }

  rest(): string {
    return this.#text
      .replace(/\s+/g, ' ')
      .replace(/(\s*[,;:—–-]\s*)+(?=$|[,;])/g, '')
      .replace(/^[\s,;:—–-]+/, '')
      .trim()
  }
}
