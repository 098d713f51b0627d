import { WebSocketServer } from 'ws'
import { composeCore } from '#main/compose/index.ts'
import { knownSeat } from '#main/wire/index.ts'
import { serveLine } from '#main/wire/serve-line.ts'
import { testPasswordCost } from '#test/world/open-world.ts'

// A core of its own process, which is killed with what it was asked done and the answer not sent: at the next frame it
// would send once its parent has said « die ». Its argument is the folder of the world.
const folder = process.argv[2] ?? ''
const core = composeCore({
  version: '0.0.0-test',
  stateFolder: `${folder}/etat`,
  cabinetsFolder: `${folder}/cabinets`,
  backupsFolder: `${folder}/sauvegardes`,
  passwordCost: testPasswordCost,
})
let mustDie = false
process.on('message', () => {
  mustDie = true
})
const server = new WebSocketServer({ port: 0, host: '127.0.0.1' })
server.on('connection', (socket) => {
  const line = serveLine(core, knownSeat({ kind: 'test', name: 'Accueil' }), {
    send: (frame) => {
      if (mustDie) process.kill(process.pid, 'SIGKILL')
      socket.send(frame)
    },
    hangUp: () => socket.close(1008),
  })
  socket.on('message', (data) => line.hear(String(data)))
  socket.on('close', () => line.cut('broken'))
})
server.on('listening', () => {
  const address = server.address()
  process.send?.(typeof address === 'object' ? address?.port : 0)
})
