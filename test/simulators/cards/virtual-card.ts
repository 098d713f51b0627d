/**
 * A card as a reader has it under its contacts: ISO/IEC 7816-3 and -4, with nothing of the reader.
 */
export interface VirtualCard {
  /** Answer to reset. */
  readonly atr: Uint8Array
  /** Power on, or reset: nothing is selected and no code is presented any more; tries already spent stay spent. */
  readonly reset: () => void
  /**
   * One command, one answer with its two status bytes. `null`: the card says nothing, ever, to this one; `withdrawn`: it was
   * taken out meanwhile.
   */
  readonly transmit: (command: Uint8Array) => Promise<CardReply> | CardReply
}

/** See {@link VirtualCard} `transmit`. */
export type CardReply = Uint8Array | null | 'withdrawn'

/** Bytes written in hexadecimal, with or without spaces. */
export function bytes(hexadecimal: string): Uint8Array {
  const digits = hexadecimal.replaceAll(/\s/g, '')
  if (digits.length % 2 !== 0 || /[^0-9A-Fa-f]/.test(digits)) throw new Error(`not hexadecimal: ${hexadecimal}`)
  return new Uint8Array(Buffer.from(digits, 'hex'))
}

/** An answer: data, then the status bytes (`0x9000`). */
export function answer(status: number, data: Uint8Array = new Uint8Array()): Uint8Array {
  return new Uint8Array([...data, (status >> 8) & 0xff, status & 0xff])
}

/** A command, taken apart: the four bytes of the header, the data, and the length expected (`null`: none asked). */
export interface Command {
  readonly cla: number
  readonly ins: number
  readonly p1: number
  readonly p2: number
  readonly data: Uint8Array
  /** 256 when the byte is 00, 65536 in the extended form. */
  readonly expected: number | null
}

/** Takes a command apart (ISO/IEC 7816-4 §5.1, cases 1 to 4, short and extended); `null` when its lengths disagree. */
export function parseCommand(command: Uint8Array): Command | null {
  const [cla, ins, p1, p2, first] = command
  if (cla === undefined || ins === undefined || p1 === undefined || p2 === undefined) return null
  const header = { cla, ins, p1, p2 }
  const none = new Uint8Array()
  if (first === undefined) return { ...header, data: none, expected: null }
  if (command.length === 5) return { ...header, data: none, expected: first === 0 ? 256 : first }
  if (first !== 0) {
    const data = command.slice(5, 5 + first)
    const rest = command.slice(5 + first)
    if (data.length !== first || rest.length > 1) return null
    return { ...header, data, expected: rest.length === 0 ? null : rest[0] || 256 }
  }
  const length = ((command[5] ?? 0) << 8) | (command[6] ?? 0)
  if (command.length === 7) return { ...header, data: none, expected: length || 65_536 }
  const data = command.slice(7, 7 + length)
  const rest = command.slice(7 + length)
  if (length === 0 || data.length !== length || (rest.length !== 0 && rest.length !== 2)) return null
  return {
    ...header,
    data,
    expected: rest.length === 0 ? null : ((rest[0] ?? 0) << 8) | (rest[1] ?? 0) || 65_536,
  }
}
