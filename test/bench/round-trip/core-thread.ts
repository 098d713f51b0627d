import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type MessagePort, parentPort, workerData } from 'node:worker_threads'
import { WebSocketServer } from 'ws'
import { composeCore } from '#main/compose/index.ts'
import { knownSeat, serveOverMessagePort, serveOverWebSocket } from '#main/wire/index.ts'

// The core in a thread of its own, as it is in a process of its own: the caller's work and ours do not share a thread.
const { echo, port } = workerData as { readonly echo: MessagePort; readonly port: MessagePort }
const folder = mkdtempSync(join(tmpdir(), 'cabinet-bench-wire-'))
const core = composeCore({
  version: '0',
  stateFolder: folder,
  cabinetsFolder: folder,
  backupsFolder: folder,
  scheduled: false,
})

echo.on('message', (message: unknown) => echo.postMessage(message))
serveOverMessagePort(core, port, knownSeat({ kind: 'test', name: 'port' }))

const sockets = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: false })
sockets.on('connection', (socket, request) => {
  if (request.url === '/echo') socket.on('message', (data, isBinary) => socket.send(data, { binary: isBinary }))
  else serveOverWebSocket(core, socket, knownSeat({ kind: 'test', name: 'socket' }))
})
sockets.on('listening', () => {
  const address = sockets.address()
  parentPort?.postMessage(typeof address === 'object' && address !== null ? address.port : 0)
})
