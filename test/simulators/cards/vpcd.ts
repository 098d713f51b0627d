import { connect, type Socket } from 'node:net'
import type { CardReply, VirtualCard } from './virtual-card.ts'

/** A card under the contacts of a virtual reader. */
export interface PluggedCard {
  /** Takes it out: the reader sees it gone at once if it was being spoken to, else at its next look. */
  readonly withdraw: () => Promise<void>
  /** Whether the reader, or {@link PluggedCard} `withdraw`, ended it. */
  readonly ended: () => boolean
}

const powerOff = 0
const powerOn = 1
const reset = 2
const askAtr = 4

/**
 * Puts `card` in the reader of `vsmartcard-vpcd` that listens on `port`. Its frames: a length on two bytes, then as many
 * bytes; one alone is an order of the reader, more are a command. Each answer is one write, so that the reader never waits
 * for the second half. Rejects when nothing listens there.
 */
export async function plug(card: VirtualCard, port: number): Promise<PluggedCard> {
  const socket = connect({ host: '127.0.0.1', port, noDelay: true })
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve).once('error', reject)
  })
  let ended = false
  const end = (): void => {
    ended = true
  }
  // The reader's daemon may be killed: that is an end like another.
  socket.removeAllListeners('error').on('error', end).on('close', end)
  serve(socket, card)
  return {
    withdraw: async () => {
      if (!socket.destroyed) {
        const closed = new Promise<void>((resolve) => {
          socket.once('close', () => {
            resolve()
          })
        })
        socket.destroy()
        await closed
      }
    },
    ended: () => ended,
  }
}

function serve(socket: Socket, card: VirtualCard): void {
  let received = Buffer.alloc(0)
  let turn = Promise.resolve()
  socket.on('data', (piece: Buffer) => {
    received = Buffer.concat([received, piece])
    while (received.length >= 2 && received.length >= 2 + received.readUInt16BE(0)) {
      const end = 2 + received.readUInt16BE(0)
      const frame = new Uint8Array(received.subarray(2, end))
      received = received.subarray(end)
      turn = turn.then(async () => {
        const reply = await answerTo(card, frame)
        if (reply === 'withdrawn') socket.destroy()
        else if (reply !== null && !socket.destroyed) socket.write(framed(reply))
      })
    }
  })
}

async function answerTo(card: VirtualCard, frame: Uint8Array): Promise<CardReply> {
  if (frame.length > 1) return await card.transmit(frame)
  switch (frame[0]) {
    case askAtr:
      return card.atr
    case powerOn:
    case reset:
      card.reset()
      return null
    case powerOff:
    case undefined:
    default:
      return null
  }
}

function framed(payload: Uint8Array): Buffer {
  const frame = Buffer.alloc(2 + payload.length)
  frame.writeUInt16BE(payload.length, 0)
  frame.set(payload, 2)
  return frame
}
