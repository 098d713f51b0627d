import { once } from 'node:events'
import { connect } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { afterEach, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { ask, greet, join, networkAddress, openLine } from '#test/world/lan.ts'
import { closeHosts, lan } from './quiet-host.ts'

afterEach(closeHosts)

const addressesOf = (count: number, first = 20) => Array.from({ length: count }, (_, at) => `127.0.0.${first + at}`)

test('strangers at several addresses who fill the lines and say nothing keep no seat out, nor this computer', async () => {
  const { host, port, network } = await lan({ limits: { lines: 12, linesNotYetKnown: 6 } })
  const seat = await join(port, (await network.startPairing()).code, 'Accueil')
  const welcome = await openLine(port)
  expect(await greet(welcome, seat)).toMatchObject({ welcome: true })
  const strangers = (
    await Promise.all(addressesOf(3).map((from) => Promise.all([1, 2, 3, 4, 5].map(() => openLine(port, { from })))))
  ).flat()
  for (const more of [1, 2, 3]) {
    const line = await openLine(port)
    expect(await greet(line, seat), `line ${more}`).toMatchObject({ welcome: true })
  }
  const own = new WebSocket(`wss://127.0.0.1:${host.port}/rpc`, {
    rejectUnauthorized: false,
    headers: { origin: `https://127.0.0.1:${host.port}` },
  })
  expect(JSON.parse(String(((await once(own, 'message')) as [Buffer])[0]))).toMatchObject({ cabinet: 1 })
  // Whoever was recognised is never the one who makes room.
  expect(welcome.socket.readyState).toBe(WebSocket.OPEN)
  for (const { socket } of strangers) socket.terminate()
  own.terminate()
}, 20_000)

test('strangers who fill the door with connections keep no seat out; the address that has most of them loses one', async () => {
  const { port, network, events } = await lan({ limits: { connections: 12, connectionsOfAddress: 8 } })
  const seat = await join(port, (await network.startPairing()).code, 'Accueil')
  const welcome = await openLine(port)
  expect(await greet(welcome, seat)).toMatchObject({ welcome: true })
  const silent = addressesOf(2).flatMap((from) =>
    Array.from({ length: 6 }, () => connect({ port, host: networkAddress, localAddress: from }).on('error', () => {})),
  )
  await Promise.all(silent.map((socket) => Promise.race([once(socket, 'connect'), once(socket, 'close')])))
  const line = await openLine(port)
  expect(await greet(line, seat)).toMatchObject({ welcome: true })
  expect((await ask(port, '/')).status).toBe(200)
  expect(welcome.socket.readyState).toBe(WebSocket.OPEN)
  expect(events.filter(({ kind }) => kind === 'flood')).toMatchObject([
    { address: '127.0.0.20' },
    { address: '127.0.0.21' },
  ])
  for (const socket of silent) socket.destroy()
}, 20_000)

test('a refusal does not leave its place to whoever keeps its own end open', async () => {
  const { port } = await lan()
  const socket = connect({ port, host: networkAddress, allowHalfOpen: true })
  const tls = connectTls({ socket, rejectUnauthorized: false })
  await once(tls, 'secureConnect')
  tls.on('error', () => {})
  tls.resume()
  tls.write(
    `GET /rpc HTTP/1.1\r\nHost: site.example\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${'A'.repeat(22)}==\r\n\r\n`,
  )
  const timer = setTimeout(() => tls.destroy(new Error('the place was kept')), 4_000)
  const broken = setInterval(() => tls.write('x'), 100)
  const failure = await new Promise<string>((resolve) => {
    tls.on('close', () => resolve('gone'))
    tls.on('error', ({ message }) => resolve(message === 'the place was kept' ? message : 'gone'))
  })
  clearTimeout(timer)
  clearInterval(broken)
  expect(failure).toBe('gone')
}, 20_000)

test('an address that asks for pages without end is answered so many a second, and the others as before', async () => {
  const { port } = await lan({ limits: { requestsPerSecond: 1, requestBurst: 5 } })
  const statuses: number[] = []
  for (let at = 0; at < 8; at++) statuses.push((await ask(port, '/', { from: '127.0.0.20' })).status)
  expect(statuses.slice(0, 5)).toEqual([200, 200, 200, 200, 200])
  expect(statuses.at(-1)).toBe(429)
  expect((await ask(port, '/', { from: '127.0.0.21' })).status).toBe(200)
}, 20_000)
