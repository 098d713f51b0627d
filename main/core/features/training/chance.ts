/**
 * Chance that is the same each time for the same seed (splitmix32). For invented people only: anybody can foresee it,
 * so it is never to be used for a key or an identifier that must not be guessed.
 */
export class Chance {
  #state: number

  constructor(seed: number) {
    this.#state = seed | 0
  }

  /** A number of 32 bits. */
  next(): number {
    this.#state = (this.#state + 0x9e3779b9) | 0
    let mixed = this.#state ^ (this.#state >>> 16)
    mixed = Math.imul(mixed, 0x21f0aaad)
    mixed ^= mixed >>> 15
    mixed = Math.imul(mixed, 0x735a2d97)
    return (mixed ^ (mixed >>> 15)) >>> 0
  }

  /** A whole number from `from` to `to`, both possible. */
  between(from: number, to: number): number {
    return from + (this.next() % (to - from + 1))
  }

  /** Whether something that happens so often, from 0 to 1, happens now. */
  happens(share: number): boolean {
    return this.next() / 0x1_0000_0000 < share
  }

  /** One of these. */
  one<T>(of: readonly [T, ...T[]]): T {
    return of[this.next() % of.length] ?? of[0]
  }

  /** One of these, the first ones more often: names are not shared out evenly. */
  oneOfCommon<T>(of: readonly [T, ...T[]]): T {
    const share = this.next() / 0x1_0000_0000
    return of[Math.floor(share * share * of.length)] ?? of[0]
  }

  /** `count` digits, the first ones may be zero. */
  digits(count: number): string {
    let digits = ''
    while (digits.length < count) digits += String(this.next() % 10)
    return digits
  }

  /** An identifier of the form of a UUID of version 7, of that instant. */
  id(instant: number): string {
    const time = instant.toString(16).padStart(12, '0').slice(-12)
    const hex = () => this.next().toString(16).padStart(8, '0')
    const tail = `${hex()}${hex()}${hex()}`
    return `${time.slice(0, 8)}-${time.slice(8)}-7${tail.slice(0, 3)}-${'89ab'.charAt(this.next() % 4)}${tail.slice(3, 6)}-${tail.slice(6, 18)}`
  }
}
