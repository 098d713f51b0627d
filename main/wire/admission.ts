import type { RefusedBecause, SeatAnswer } from '#app/kernel/greeting.ts'
import type { Connection, SeatInfo } from '#core/index.ts'

/** What a line's owner decides of the seat at its other end. */
export type Admitted =
  /** Let in under this name; with `certificate`, its session comes back to the holder of that certificate only. */
  | { readonly admitted: true; readonly seat: SeatInfo }
  | { readonly admitted: false; readonly refused: Exclude<RefusedBecause, 'version'> }

/**
 * Who may come in over one line: the host's own computer without proof, computers of the network with one. Asked once,
 * after the contracts were found to be the same.
 */
export interface Admission {
  /** Whether the seat must show a certificate and sign the nonce. A line with mutual TLS has shown it already: `open`. */
  readonly asks: 'open' | 'prove'
  /** Judges the answer to a greeting made with `nonce`. A rejected promise closes the line without a word. */
  judge(answer: SeatAnswer, nonce: string): Admitted | Promise<Admitted>
}

/** Lets in whoever holds the other end, under a name already known: a window of this program, a test. */
export function knownSeat(seat: SeatInfo): Admission {
  return { asks: 'open', judge: () => ({ admitted: true, seat }) }
}

/** One line as its owner sees it. */
export interface SeatLine {
  /** The seat's connection; `null` until it is welcome. */
  connection(): Connection | null
  /** Ends the line and its session at once: the seat was withdrawn, sharing stops, the program closes. */
  end(): void
}
