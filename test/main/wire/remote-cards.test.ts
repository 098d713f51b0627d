import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { MessageChannel } from 'node:worker_threads'
import { contract } from '#app/contract.ts'
import { callOver } from '#app/kernel/reply.ts'
import type { AnyOperation, InputOf } from '#app/kernel/operation.ts'
import { WorkstationDesk } from '#main/wire/workstation.ts'
import { joinHost } from '#main/wire/relay-pairing.ts'
import { answerDevices } from '#renderer/client/device-agent.ts'
import { Agreements } from '#renderer/client/agreements.ts'
import { PinRequests } from '#renderer/client/pin-requests.ts'
import { WorkstationKeeper } from '#renderer/client/workstation-line.ts'
import { openWorld, testPassword, type World } from '#test/world/open-world.ts'
import { durandFamily, vitaleCardOf } from '#test/world/vitale.ts'
import { testWorkstation } from '#test/world/workstation.ts'
import { hostFolders } from './host-folders.ts'
import { relayedWindow, type RelayedWindow, type SharedHost, shareHost } from './network-host.ts'

let world: World<'anna'>
let host: SharedHost
const closing: (() => unknown)[] = []

beforeAll(async () => {
  world = await openWorld({ people: { anna: 'practitioner' } })
  host = await shareHost(world.core, await hostFolders())
})
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close()
})
afterAll(async () => {
  await host.close()
  await world[Symbol.asyncDispose]()
})

type Read = ReturnType<typeof vitaleCardOf>

/** A window of another computer, its page signed in at the host, and the readers beside that page. */
async function seatWithReaders(name: string, inserted: () => Promise<Read> = async () => vitaleCardOf(durandFamily)) {
  const joined = await joinHost(host.place, await host.code(), name)
  if (!joined.ok) throw new Error(joined.problem)
  const window = relayedWindow(joined.joined, host.place)
  closing.push(() => window.close())
  const { cabinetId } = world
  const opening = { cabinetId, userId: world.userId('anna'), password: testPassword }
  expect(await ask(window, contract.cabinet.open, opening)).toMatchObject({ ok: true })

  const read: string[] = []
  const workstation = {
    ...testWorkstation(),
    readVitaleCard: async () => {
      read.push(name)
      return inserted()
    },
  }
  const { port1, port2 } = new MessageChannel()
  new WorkstationDesk(workstation).serve(port2, { ownCabinets: false })
  closing.push(() => port1.close())
  const keeper = new WorkstationKeeper({
    open: ({ opened, heard, closed }) => {
      port1.on('message', heard)
      port1.on('close', closed)
      opened()
      return { send: (frame) => port1.postMessage(frame), drop: () => port1.close() }
    },
    againMs: () => null,
  })
  keeper.renew()
  await expect.poll(() => keeper.view().status).toBe('ready')
  const client = { call: (operation: AnyOperation, input: never) => callOver(window.end.link, operation, input) }
  closing.push(answerDevices(client as never, keeper, { pins: new PinRequests(), agreements: new Agreements() }))
  return { window, read }
}

const ask = <O extends AnyOperation>({ end }: RelayedWindow, operation: O, input: InputOf<O>) =>
  callOver(end.link, operation, input)

test('the card is read at the seat that asks, the core being at another computer; another seat’s is not', async () => {
  const accueil = await seatWithReaders('Accueil')
  const bureau = await seatWithReaders('Bureau')
  await expect.poll(() => ask(accueil.window, contract.vitale.read, { reader: null })).toMatchObject({ ok: true })
  expect(accueil.read.length).toBeGreaterThan(0)
  expect(bureau.read).toEqual([])
})

test('a seat that leaves while its card is read is waited for no longer', async () => {
  const { window, read } = await seatWithReaders('Salle de soins', () => new Promise(() => undefined))
  await expect.poll(() => whileAsked(window, read)).toBe(true)
  window.close()
  await expect
    .poll(() => world.lastLine())
    .toMatchObject({ operation: 'vitale.read', outcome: 'refused', problem: 'device.refused', seat: 'Salle de soins' })
})

/** Asks until the page follows what is asked of it; true once its card is being read. */
async function whileAsked(window: RelayedWindow, read: readonly string[]): Promise<boolean> {
  void ask(window, contract.vitale.read, { reader: null }).catch(() => undefined)
  await new Promise((resolve) => setTimeout(resolve, 50))
  return read.length > 0
}
