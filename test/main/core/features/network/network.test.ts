import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { contract } from '#app/contract.ts'
import { connectInMemory, knownSeat } from '#main/wire/index.ts'
import { openDoor, seatAt } from '#test/main/wire/seat-at.ts'
import { openWorld, testPassword } from '#test/world/open-world.ts'

const { network, cabinet } = contract

test('without a host of its own, a core says so, and refuses what it cannot do', async () => {
  await using world = await openWorld({ ports: { network: undefined } as never })
  const admin = world.as('admin')
  expect(await admin.must(network.status, {})).toMatchObject({ status: { available: false, sharing: false } })
  for (const reply of [
    await admin.call(network.share, { sharing: true, port: null }),
    await admin.call(network.startPairing, {}),
    await admin.call(network.seats, {}),
    await admin.call(network.revokeSeat, { fingerprint: 'a'.repeat(64) }),
  ])
    expect(reply).toMatchObject({ ok: false, problem: 'network.unavailable' })
})

test('sharing, a code, a name and a withdrawal are asked of the host and journaled under who asked', async () => {
  await using world = await openWorld()
  const admin = world.as('admin')
  expect(await admin.call(network.startPairing, {})).toMatchObject({ problem: 'network.not-shared' })
  expect(await admin.call(network.share, { sharing: true, port: 1024 })).toMatchObject({
    problem: 'network.port-taken',
    data: { port: 1024 },
  })
  expect(await admin.must(network.share, { sharing: true, port: 9443 })).toMatchObject({ status: { port: 9443 } })
  expect((await admin.must(network.startPairing, {})).pairing.code).toMatch(/^\w{5}-\w{5}$/)
  const fingerprint = world.network.join('Accueil')
  expect(await admin.call(network.renameSeat, { fingerprint, name: 'Étage\u202e' })).toMatchObject({
    problem: 'invalid-input',
  })
  expect(await admin.must(network.renameSeat, { fingerprint, name: ' Étage ' })).toMatchObject({
    seat: { name: 'Étage' },
  })
  expect((await admin.must(network.revokeSeat, { fingerprint })).seat.revokedAt).not.toBeNull()
  expect(await admin.call(network.revokeSeat, { fingerprint: 'f'.repeat(64) })).toMatchObject({ problem: 'not-found' })
  const acts = await world.auditOf(fingerprint)
  expect(acts.map(({ act, actor_user_id: who }) => ({ act, who }))).toEqual([
    { act: 'network.rename-seat', who: world.userId('admin') },
    { act: 'network.revoke-seat', who: world.userId('admin') },
  ])
})

test('the list says who is signed in at each computer', async () => {
  await using world = await openWorld()
  const certificate = world.network.join('Accueil')
  const seat = connectInMemory(world.core, { kind: 'browser', name: 'Accueil', certificate })
  const open = { cabinetId: world.cabinetId, userId: world.userId('doctor'), password: testPassword }
  expect(await seat.call(cabinet.open, open)).toMatchObject({ ok: true })
  const { seats } = await world.as('admin').must(network.seats, {})
  expect(seats).toMatchObject([{ name: 'Accueil', people: [expect.stringContaining('DOC')] }])
  seat.close()
  expect((await world.as('admin').must(network.seats, {})).seats[0]?.people).toEqual([])
})

test('a computer withdrawn while its line is broken is not waited for: nobody is at work there any more', async () => {
  await using world = await openWorld()
  const certificate = world.network.join('Perdu')
  await using door = await openDoor(world.core, knownSeat({ kind: 'test', name: 'Perdu', certificate }))
  const seat = seatAt(door.port)
  const open = { cabinetId: world.cabinetId, userId: world.userId('doctor'), password: testPassword }
  expect(await seat.ask(cabinet.open, open)).toMatchObject({ ok: true })
  await seat.breakLine()
  const people = async () => (await world.as('admin').must(network.seats, {})).seats[0]?.people
  expect(await people()).toHaveLength(1)
  await world.as('admin').must(network.revokeSeat, { fingerprint: certificate })
  expect(await people()).toEqual([])
  const ends = async () => (await world.journal()).filter(({ act }) => act === 'session.close')
  await expect.poll(async () => (await ends()).map(({ details }) => details)).toContain('{"reason":"withdrawn"}')
})

test('what comes to the door is in the journal without an actor, and the screens are told once', async () => {
  await using world = await openWorld()
  const fingerprint = world.network.join('Accueil')
  const stranger = { address: '192.168.1.66', fingerprint: null }
  world.network.tell({ kind: 'seat-joined', fingerprint, name: 'Accueil', address: '192.168.1.30' })
  world.network.tell({ kind: 'code-shown' })
  world.network.tell({ kind: 'code-refused', address: '192.168.1.66', tries: 5 })
  world.network.tell({ kind: 'seat-refused', reason: 'not-paired', ...stranger, times: 1 })
  world.network.tell({ kind: 'flood', ...stranger, times: 1 })
  world.network.tell({ kind: 'changed' })
  const lines = async () => (await world.journal()).filter(({ service }) => service === 'network')
  await expect.poll(async () => (await lines()).length).toBe(5)
  expect((await lines()).map(({ act }) => act).toSorted()).toEqual(
    ['seat-joined', 'code-shown', 'code-refused', 'seat-refused', 'flood'].map((kind) => `network.${kind}`).toSorted(),
  )
  for (const line of await lines()) expect(line.actor_user_id).toBeNull()
})

test('however often strangers knock, and under however many faces, the journal grows by a few lines, which count the rest', async () => {
  await using world = await openWorld()
  const knock = (times: number) => {
    for (let at = 0; at < times; at++) {
      const fingerprint = randomBytes(32).toString('hex')
      const face = { address: `fd12::${(at % 65_536).toString(16)}`, fingerprint, times: 1 }
      world.network.tell({ kind: 'seat-refused', reason: 'not-paired', ...face })
      world.network.tell({ kind: 'flood', ...face })
    }
  }
  knock(2_000)
  // What takes a code or the rights of the account is told every time, and so is a seat that was withdrawn.
  const fingerprint = world.network.join('Accueil')
  world.network.tell({ kind: 'seat-joined', fingerprint, name: 'Accueil', address: '192.168.1.30' })
  world.network.tell({ kind: 'seat-refused', reason: 'revoked', address: '192.168.1.31', fingerprint, times: 1 })
  const lines = async () => (await world.journal()).filter(({ service }) => service === 'network')
  await expect.poll(async () => (await lines()).map(({ details }) => details).join()).toContain('"revoked"')
  expect((await lines()).length).toBeLessThan(80)
  expect((await lines()).map(({ act }) => act)).toContain('network.seat-joined')
  world.clock.forward(60 * 60_000)
  const before = (await lines()).length
  knock(1)
  await expect.poll(async () => (await lines()).length).toBe(before + 2)
  expect((await lines()).at(-1)?.details).toContain('"leftOut":1970')
})

test('with no cabinet open, the door is told of in the log, without an address', async () => {
  await using world = await openWorld()
  await world.onlyStays('admin')
  await world.as('admin').must(cabinet.close, { withBackup: false })
  world.network.tell({ kind: 'code-refused', address: '192.168.1.66', tries: 5 })
  await expect.poll(() => world.log.lines.map(({ event }) => event)).toContain('network.code-refused')
  expect(JSON.stringify(world.log.lines)).not.toContain('192.168.1.66')
})
