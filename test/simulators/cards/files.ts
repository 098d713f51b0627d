import { answer, type Command, bytes } from './virtual-card.ts'

/** A file of a card: its content, or the status it answers to whoever reads it without the right to. */
export type CardFile = { readonly content: Uint8Array } | { readonly refused: number }

/** An application of a card: its name, and its files by their identifier. */
export interface CardApplication {
  readonly aid: Uint8Array
  readonly files: ReadonlyMap<number, CardFile>
}

/** A place in a card: what SELECT and READ BINARY of ISO/IEC 7816-4 look at. */
export class FileSystem {
  readonly #applications: readonly CardApplication[]
  readonly #master: ReadonlyMap<number, CardFile>
  #application: CardApplication | null = null
  #file: CardFile | null = null

  /** @param master The files directly under 3F00. */
  constructor(applications: readonly CardApplication[], master: ReadonlyMap<number, CardFile>) {
    this.#applications = applications
    this.#master = master
  }

  /** Nothing is selected any more. */
  reset(): void {
    this.#application = null
    this.#file = null
  }

  /** The application selected, by its name; `null` when none is. */
  get selected(): Uint8Array | null {
    return this.#application?.aid ?? null
  }

  select(command: Command): Uint8Array {
    const { p1, data } = command
    if (p1 === 0x04) return this.#selectApplication(data)
    if (p1 === 0x08 || p1 === 0x09) return this.#selectPath(data)
    if (p1 > 0x02 || (data.length !== 2 && data.length !== 0)) return answer(0x6a86)
    const file = data.length === 0 ? 0x3f00 : ((data[0] ?? 0) << 8) | (data[1] ?? 0)
    if (file === 0x3f00) {
      this.reset()
      return answer(0x9000)
    }
    return this.#selectFile(file, this.#application?.files ?? this.#master)
  }

  /** Some 256 bytes at most, fewer at the end of the file: never an error there, as the published readings show. */
  readBinary(command: Command): Uint8Array {
    const file = this.#file
    if (file === null) return answer(0x6986)
    if ('refused' in file) return answer(file.refused)
    const offset = ((command.p1 & 0x7f) << 8) | command.p2
    if (offset > file.content.length) return answer(0x6b00)
    return answer(0x9000, file.content.slice(offset, offset + Math.min(command.expected ?? 256, 256)))
  }

  #selectApplication(aid: Uint8Array): Uint8Array {
    // By the beginning of its name too, as the standard has it; five bytes are the shortest name there is.
    const found = this.#applications.find((one) => aid.length >= 5 && startsWith(one.aid, aid))
    if (found === undefined) return answer(0x6a82)
    this.#application = found
    this.#file = null
    return answer(
      0x9000,
      bytes(`6F${twoDigits(found.aid.length + 2)}84${twoDigits(found.aid.length)}${hex(found.aid)}`),
    )
  }

  #selectPath(path: Uint8Array): Uint8Array {
    const steps: number[] = []
    for (let at = 0; at + 1 < path.length; at += 2) steps.push(((path[at] ?? 0) << 8) | (path[at + 1] ?? 0))
    const last = steps.at(-1)
    if (last === undefined || path.length % 2 !== 0) return answer(0x6a86)
    this.reset()
    return last === 0x3f00 ? answer(0x9000) : this.#selectFile(last, this.#master)
  }

  #selectFile(identifier: number, among: ReadonlyMap<number, CardFile>): Uint8Array {
    const found = among.get(identifier)
    if (found === undefined) return answer(0x6a82)
    this.#file = found
    return answer(0x9000)
  }
}

function startsWith(whole: Uint8Array, beginning: Uint8Array): boolean {
  return beginning.length <= whole.length && beginning.every((byte, index) => whole[index] === byte)
}

function hex(of: Uint8Array): string {
  return Buffer.from(of).toString('hex')
}

function twoDigits(value: number): string {
  return value.toString(16).padStart(2, '0')
}
