import { EventEmitter } from 'node:events'
import { expect, test } from 'vitest'
import type { WebSocket } from 'ws'
import type { Core } from '#core/index.ts'
import { knownSeat, serveOverWebSocket } from '#main/wire/index.ts'

/** A socket whose other end sends and never reads: what is sent to it stays here. */
class UnreadSocket extends EventEmitter {
  bufferedAmount = 0
  isCut = false
  send(): void {}
  ping(): void {}
  close(): void {}
  terminate(): void {
    this.isCut = true
  }
}

test('a seat that asks for signs of life without end and reads none is cut before they fill the memory', () => {
  const socket = new UnreadSocket()
  const core = { program: { name: '', version: '0' }, router: {} } as unknown as Core
  serveOverWebSocket(core, socket as unknown as WebSocket, knownSeat({ kind: 'browser', name: 'Accueil' }))
  const most = 256 * 1024 * 1024
  // The library answers each by itself.
  for (; socket.bufferedAmount < most && !socket.isCut; socket.bufferedAmount += 64 * 1024) socket.emit('ping')
  expect(socket.isCut).toBe(true)
  socket.emit('close', 1006)
})
