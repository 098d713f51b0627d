import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/message-port'
import { MessageChannel, type MessagePort } from 'node:worker_threads'
import { afterEach, expect, test } from 'vitest'
import { type Workstation, WorkstationDesk } from '#main/wire/workstation.ts'
import type { WorkstationClient } from '#renderer/client/workstation-line.ts'
import { testWorkstation } from '#test/world/workstation.ts'

const ports: MessagePort[] = []
afterEach(() => {
  for (const port of ports.splice(0)) port.close()
})

/** A page of this computer, with a line of its own. */
function pageAt(desk: WorkstationDesk, about = { ownCabinets: true }) {
  const { port1, port2 } = new MessageChannel()
  desk.serve(port2, about)
  const heard: unknown[] = []
  port1.on('message', (frame) => heard.push(frame))
  const client = createORPCClient<WorkstationClient>(
    new RPCLink({
      port: {
        postMessage: (frame: unknown) => port1.postMessage(frame),
        addEventListener: (type: string, call: (event: never) => void) =>
          type === 'message'
            ? port1.on('message', (data: unknown) => call({ data } as never))
            : port1.on('close', () => call(undefined as never)),
      } as never,
    }),
  )
  ports.push(port1)
  return { client, heard, leave: () => port1.close() }
}

const digest = 'd'.repeat(43)
const toSign = { cardNumber: null, algorithm: 'sha-256', digest } as const
const proof = { cabinetId: '01976f00-0000-7000-8000-000000000001', challenge: 'c'.repeat(43) } as const
const slotId = '01976f00-0000-7000-8000-000000000002'

test('a code is good for the page that entered it, and for no other', async () => {
  const workstation = testWorkstation()
  const desk = new WorkstationDesk(workstation)
  const [one, other] = [pageAt(desk), pageAt(desk)]
  const insertion = workstation.insert('8025/28')
  expect(await one.client.signDigest(toSign)).toEqual({ ok: false, problem: 'pin.needed' })
  expect(await one.client.enterPin({ insertion, pin: '0000' })).toEqual({
    ok: false,
    problem: 'pin.wrong',
    triesLeft: 2,
  })
  expect(await one.client.signDigest(toSign)).toMatchObject({ ok: false })
  expect(await one.client.enterPin({ insertion, pin: '1234' })).toMatchObject({ ok: true })
  expect(await one.client.signDigest(toSign)).toMatchObject({ ok: true })
  expect(await one.client.proveSlot({ insertion, slotId, ...proof })).toMatchObject({ ok: true })
  expect(await one.client.readProfessionalCard({})).toMatchObject({ value: { pinEntered: true } })
  // Somebody else at the same computer: a page that anybody may have opened.
  const refused = { ok: false, problem: 'pin.needed' }
  expect(await other.client.signDigest(toSign)).toEqual(refused)
  expect(await other.client.proveSlot({ insertion, slotId, ...proof })).toEqual(refused)
  expect(await other.client.proveIdentity({ insertion, ...proof })).toEqual(refused)
  expect(await other.client.readProfessionalCard({})).toMatchObject({ value: { pinEntered: false } })
  expect(workstation.signed).toEqual([digest])
})

test('the card forgets a code when the last page that entered it forgets it, or is gone', async () => {
  const workstation = testWorkstation()
  const desk = new WorkstationDesk(workstation)
  const [one, other] = [pageAt(desk), pageAt(desk)]
  const insertion = workstation.insert('8025/28')
  await one.client.enterPin({ insertion, pin: '1234' })
  await other.client.enterPin({ insertion, pin: '1234' })
  await one.client.forgetPin({})
  expect(workstation.forgotten()).toBe(0)
  expect(await one.client.signDigest(toSign)).toEqual({ ok: false, problem: 'pin.needed' })
  expect(await other.client.signDigest(toSign)).toMatchObject({ ok: true })
  other.leave()
  await expect.poll(workstation.forgotten).toBe(1)
})

test('another card asks every page for its own code', async () => {
  const workstation = testWorkstation()
  const desk = new WorkstationDesk(workstation)
  const [one, other] = [pageAt(desk), pageAt(desk)]
  await one.client.enterPin({ insertion: workstation.insert('8025/28'), pin: '1234' })
  await other.client.enterPin({ insertion: workstation.insert('8025/29'), pin: '1234' })
  expect(await one.client.signDigest(toSign)).toEqual({ ok: false, problem: 'pin.needed' })
  expect(await other.client.signDigest(toSign)).toMatchObject({ ok: true })
})

/** Two cards at once, as a real one and one of training are; each keeps its own code, and is told to forget it with the other. */
function twoCards() {
  const coded = new Set<number>()
  const sign = async ({ insertion }: { insertion: number }) =>
    coded.has(insertion)
      ? ({ ok: true, value: { signature: 'A'.repeat(342) } } as const)
      : ({ ok: false, problem: 'pin.needed' } as const)
  const workstation: Workstation = {
    ...testWorkstation(),
    proveSlot: sign,
    proveIdentity: sign,
    signDigest: async () =>
      coded.has(1)
        ? { ok: true, value: { signature: 'A'.repeat(342), certificate: 'A'.repeat(200) } }
        : { ok: false, problem: 'pin.needed' },
    enterPin: async ({ insertion }) => {
      coded.add(insertion)
      return { ok: true, value: {} }
    },
    forgetPin: async () => {
      coded.clear()
      return {}
    },
  }
  return { workstation, coded }
}

test('the code of one card signs nothing with another that is there at the same time', async () => {
  const { workstation, coded } = twoCards()
  const desk = new WorkstationDesk(workstation)
  const [doctor, other] = [pageAt(desk), pageAt(desk)]
  await doctor.client.enterPin({ insertion: 1, pin: '8642' })
  expect(await doctor.client.proveSlot({ insertion: 1, slotId, ...proof })).toMatchObject({ ok: true })
  // Another page of this computer, with the training card, whose code is written on it.
  await other.client.enterPin({ insertion: 2, pin: '1234' })
  const refused = { ok: false, problem: 'pin.needed' }
  expect(await other.client.proveSlot({ insertion: 1, slotId, ...proof })).toEqual(refused)
  expect(await other.client.proveIdentity({ insertion: 1, ...proof })).toEqual(refused)
  expect(await other.client.signDigest(toSign)).toEqual(refused)
  expect(coded).toEqual(new Set([2]))
})

test('a code entered while the page locks, or leaves, is not kept', async () => {
  for (const end of ['forgetPin', 'leave'] as const) {
    const { workstation, coded } = twoCards()
    const looking = Promise.withResolvers<void>()
    const asked = Promise.withResolvers<void>()
    const { enterPin } = workstation
    const slow: Workstation = {
      ...workstation,
      enterPin: async (input) => {
        asked.resolve()
        await looking.promise
        return enterPin(input)
      },
    }
    const page = pageAt(new WorkstationDesk(slow))
    const entering = page.client.enterPin({ insertion: 1, pin: '8642' }).catch(() => null)
    await asked.promise
    if (end === 'leave') page.leave()
    else await page.client.forgetPin({})
    await new Promise((resolve) => setTimeout(resolve, 20))
    looking.resolve()
    if (end === 'forgetPin') expect(await entering).toEqual({ ok: false, problem: 'cancelled' })
    await new Promise((resolve) => setTimeout(resolve, 20))
    expect(coded).toEqual(new Set())
  }
})

test('of a page whose line goes to a host of the network, nothing that opens a cabinet is signed', async () => {
  const workstation = testWorkstation()
  const desk = new WorkstationDesk(workstation)
  const page = pageAt(desk, { ownCabinets: false })
  const insertion = workstation.insert('8025/28')
  await page.client.enterPin({ insertion, pin: '1234' })
  expect(await page.client.proveSlot({ insertion, slotId, ...proof })).toEqual({ ok: false, problem: 'device.absent' })
  expect(await page.client.proveIdentity({ insertion, ...proof })).toMatchObject({ ok: true })
})

test('the state comes as it changes; a quiet workstation sends nothing, and a page that leaves is followed no more', async () => {
  const workstation = testWorkstation()
  const page = pageAt(new WorkstationDesk(workstation))
  const seen: string[] = []
  const follow = async () => {
    for await (const { readers } of await page.client.watch({})) seen.push(readers[0]?.status ?? '')
  }
  void follow().catch(() => undefined)
  await expect.poll(() => seen).toEqual(['empty'])
  workstation.insert('8025/28')
  await expect.poll(() => seen).toEqual(['empty', 'card'])
  const frames = page.heard.length
  await new Promise((resolve) => setTimeout(resolve, 150))
  expect(page.heard).toHaveLength(frames)
  page.leave()
  await expect.poll(workstation.watchers).toBe(0)
})

test('what is not a request of the contract is refused before the workstation sees it', async () => {
  const workstation = testWorkstation()
  const { client } = pageAt(new WorkstationDesk(workstation))
  await expect(client.enterPin({ insertion: 1, pin: '12 34' })).rejects.toMatchObject({ code: 'BAD_REQUEST' })
  await expect(client.signDigest({ ...toSign, digest: '../..' })).rejects.toMatchObject({ code: 'BAD_REQUEST' })
  expect(workstation.codes).toEqual([])
})

test('only pages of the program’s own windows name the libraries to load', async () => {
  const asked = { cardModulePath: '/opt/module.so', vitaleLibraryPath: null }
  const window = pageAt(new WorkstationDesk(testWorkstation()))
  expect(await window.client.configure(asked)).toMatchObject({ mayConfigure: true, settings: asked })
  const browser = pageAt(new WorkstationDesk(testWorkstation(), { mayConfigure: false }))
  expect(await browser.client.configure(asked)).toMatchObject({ settings: { cardModulePath: null } })
})
