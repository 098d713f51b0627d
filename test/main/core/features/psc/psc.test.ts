import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { contract } from '#app/contract.ts'
import type { PscChannel } from '#app/features/psc/model.ts'
import type { MemorySeat } from '#main/wire/index.ts'
import { openTraining, type TrainingWorld } from './training.ts'

const { psc, sessions } = contract
const hour = 60 * 60_000
const minute = 60_000

let world: TrainingWorld
beforeAll(async () => {
  world = await openTraining()
})
afterAll(() => world[Symbol.asyncDispose]())
afterEach(() => {
  world.simulator.behave({ kind: 'honest' })
  // The same telephone rings in every test: each has its own ten minutes.
  world.clock.forward(11 * minute)
})

/** Begins for a user of the cabinet; the telephone has rung. */
async function begin(seat: MemorySeat, lastName: string, channel: PscChannel = 'MOBILE') {
  const who = { userId: world.userId(lastName) }
  const attempt = await world.must(seat, psc.begin, { cabinetId: world.cabinetId, who, channel })
  return attempt
}

/** The same, and the person approves. */
async function approved(seat: MemorySeat, lastName: string, channel: PscChannel = 'MOBILE') {
  const attempt = await begin(seat, lastName, channel)
  const asked = await world.simulator.telephone.nextRequest()
  expect(asked).toMatchObject({ bindingNumber: attempt.bindingNumber, channel })
  await world.simulator.telephone.answer(asked.requestId, true)
  const progress = await world.must(seat, psc.progress, { attemptId: attempt.attemptId })
  expect(progress.stage).toBe('approved')
  return { ...attempt, activities: progress.activities }
}

/** Signed in by Pro Santé Connect at a seat of their own. */
async function entered(lastName = 'Marchand') {
  const seat = world.stranger()
  const { attemptId } = await approved(seat, lastName)
  const { session } = await world.must(seat, psc.enter, { attemptId, activity: 0 })
  return { seat, session }
}

/** What a try ends in when the proxy misbehaves. */
async function outcome(seat: MemorySeat) {
  const { attemptId } = await begin(seat, 'Marchand')
  const reply = await seat.call(psc.progress, { attemptId })
  seat.close()
  return reply.ok ? reply.value : { problem: reply.problem, ...reply.data }
}

async function openSessions(count: number): Promise<void> {
  await expect.poll(() => world.simulator.proxy.openSessions).toBe(count)
}

describe('somebody identified by Pro Santé Connect', () => {
  test.each(['CARD', 'MOBILE'] as const)('by %s, opens a session that says so', async (channel) => {
    const seat = world.stranger()
    expect(await world.must(seat, psc.describe, {})).toEqual({ offered: true, training: true })
    const { attemptId } = await approved(seat, 'Marchand', channel)
    const { session } = await world.must(seat, psc.enter, { attemptId, activity: null })
    expect(session).toMatchObject({
      userId: world.userId('Marchand'),
      locked: false,
      openedWith: { kind: 'psc', cardNumber: null },
    })
    await openSessions(1)
    await world.must(seat, sessions.signOut, {})
    await openSessions(0)
    seat.close()
  })

  test('who typed their RPPS is found by it, whatever the names', async () => {
    const seat = world.stranger()
    const who = { rpps: '99700000005' }
    const { attemptId } = await world.must(seat, psc.begin, { cabinetId: world.cabinetId, who, channel: 'MOBILE' })
    await world.simulator.telephone.answer((await world.simulator.telephone.nextRequest()).requestId, true)
    await world.must(seat, psc.progress, { attemptId })
    const { session } = await world.must(seat, psc.enter, { attemptId, activity: null })
    expect(session.userId).toBe(world.userId('Marchand'))
    seat.close()
    await openSessions(0)
  })

  test('who is no user of this cabinet opens nothing, and is left nowhere', async () => {
    const seat = world.stranger()
    const who = { rpps: '99700000039' }
    const { attemptId } = await world.must(seat, psc.begin, { cabinetId: world.cabinetId, who, channel: 'MOBILE' })
    await world.simulator.telephone.answer((await world.simulator.telephone.nextRequest()).requestId, true)
    await world.must(seat, psc.progress, { attemptId })
    expect(await seat.call(psc.enter, { attemptId, activity: 0 })).toMatchObject({ problem: 'psc.not-a-user' })
    expect((await world.must(seat, sessions.current, {})).session).toBeNull()
    await openSessions(0)
    seat.close()
  })

  test('who works in two places says in which one', async () => {
    const seat = world.stranger()
    const { attemptId, activities } = await approved(seat, 'Belkacem')
    expect(activities).toEqual([
      { label: 'CABINET DU DR BELKACEM', detail: 'Libéral, 33780' },
      { label: 'EHPAD LES OYATS', detail: 'Salarié, 33780' },
    ])
    for (const activity of [null, 2]) {
      expect(await seat.call(psc.enter, { attemptId, activity })).toMatchObject({ problem: 'psc.activity-needed' })
    }
    const { session } = await world.must(seat, psc.enter, { attemptId, activity: 1 })
    expect(session.userId).toBe(world.userId('Belkacem'))
    // Taken up: the same approval opens nothing twice.
    expect(await seat.call(psc.enter, { attemptId, activity: 1 })).toMatchObject({ problem: 'psc.attempt-over' })
    seat.close()
    await openSessions(0)
  })

  test('unlocks a seat that was locked, and another seat has no part in their try', async () => {
    const seat = world.stranger()
    const { attemptId } = await approved(seat, 'Marchand')
    const elsewhere = world.stranger()
    for (const operation of [psc.progress, psc.cancel]) await elsewhere.call(operation, { attemptId })
    expect(await elsewhere.call(psc.enter, { attemptId, activity: 0 })).toMatchObject({ problem: 'psc.attempt-over' })
    await world.must(seat, psc.enter, { attemptId, activity: 0 })
    const { session: locked } = await world.must(seat, sessions.lock, { reason: 'button' })
    expect(locked.locked).toBe(true)
    // Locked, nothing is left at the proxy, which would otherwise say that a session is open already.
    await openSessions(0)
    const again = await approved(seat, 'Marchand')
    const { session } = await world.must(seat, psc.enter, { attemptId: again.attemptId, activity: 0 })
    expect(session).toMatchObject({ locked: false, userId: world.userId('Marchand') })
    elsewhere.close()
    seat.close()
    await openSessions(0)
  })
})

describe('nobody is identified', () => {
  test('when they refuse', async () => {
    const seat = world.stranger()
    const { attemptId } = await begin(seat, 'Marchand')
    await world.simulator.telephone.answer((await world.simulator.telephone.nextRequest()).requestId, false)
    expect(await seat.call(psc.progress, { attemptId })).toMatchObject({ problem: 'psc.refused' })
    expect(await seat.call(psc.enter, { attemptId, activity: 0 })).toMatchObject({ problem: 'psc.attempt-over' })
    seat.close()
  })

  test('when Pro Santé Connect does not know their RPPS', async () => {
    const seat = world.stranger()
    const { attemptId } = await begin(seat, 'Marceau')
    expect(await seat.call(psc.progress, { attemptId })).toMatchObject({ problem: 'psc.unknown-person' })
    seat.close()
  })

  test('who has no RPPS here', async () => {
    const seat = world.stranger()
    const who = { userId: world.userId('Leroux') }
    const reply = await seat.call(psc.begin, { cabinetId: world.cabinetId, who, channel: 'CARD' })
    expect(reply).toMatchObject({ problem: 'psc.no-rpps' })
    seat.close()
  })

  test('who has a session open already', async () => {
    const { seat } = await entered()
    const second = world.stranger()
    expect(await outcome(second)).toEqual({ problem: 'psc.already-open' })
    seat.close()
    await openSessions(0)
  })

  test('when they give up: the telephone is asked no more', async () => {
    const seat = world.stranger()
    const { attemptId } = await begin(seat, 'Marchand')
    await world.simulator.telephone.nextRequest()
    const progress = seat.call(psc.progress, { attemptId })
    await world.must(seat, psc.cancel, { attemptId })
    expect(await progress).toMatchObject({ problem: 'psc.attempt-over' })
    await expect.poll(() => world.simulator.telephone.waiting().length).toBe(0)
    seat.close()
  })

  test.each([
    ['answers 400', { status: 400 }, { problem: 'psc.unavailable', reason: 'request-refused' }],
    ['answers 304', { status: 304 }, { problem: 'psc.already-open' }],
    ['answers 500', { status: 500 }, { problem: 'psc.unavailable', reason: 'failed' }],
    ['answers 503', { status: 503 }, { problem: 'psc.unavailable', reason: 'failed' }],
    ['answers a status of nobody', { status: 418 }, { problem: 'psc.unavailable', reason: 'garbled' }],
    ['answers no JSON', { garbage: '<html>' }, { problem: 'psc.unavailable', reason: 'garbled' }],
    [
      'gives a session that would break a header',
      { garbage: '{"proxy_session_id":"abcdefgh\\r\\nX: 1"}' },
      { problem: 'psc.unavailable', reason: 'garbled' },
    ],
    ['is cut', 'cut', { problem: 'psc.unavailable', reason: 'unreachable' }],
    ['sends without end', 'flood', { problem: 'psc.unavailable', reason: 'garbled' }],
    ['sends elsewhere', { redirect: 'https://127.0.0.1:1/' }, { problem: 'psc.unavailable', reason: 'garbled' }],
  ] as const)('when the proxy %s', async (_name, kind, expected) => {
    world.simulator.behave({ at: '/connect', kind })
    expect(await outcome(world.stranger())).toEqual(expected)
  })

  test.each([
    ['nobody can read', { garbage: '{"SubjectNameID":12}' }, { problem: 'psc.unavailable', reason: 'garbled' }],
    ['is of somebody else', { garbage: '{"SubjectNameID":"899700000039"}' }, { problem: 'psc.other-person' }],
    ['does not come', { status: 503 }, { problem: 'psc.unavailable', reason: 'failed' }],
  ] as const)('whose identity %s, and what was opened is closed', async (_name, kind, expected) => {
    world.simulator.behave({ at: '/send/userinfo', kind })
    const seat = world.stranger()
    const { attemptId } = await begin(seat, 'Marchand')
    await world.simulator.telephone.answer((await world.simulator.telephone.nextRequest()).requestId, true)
    const reply = await seat.call(psc.progress, { attemptId })
    expect(reply.ok ? reply.value : { problem: reply.problem, ...reply.data }).toEqual(expected)
    await openSessions(0)
    seat.close()
  })

  test('a slow proxy is waited for, and the page is told that it goes on', async () => {
    world.simulator.behave({ at: '/connect', kind: { delay: 300 } })
    const seat = world.stranger()
    const { attemptId } = await approved(seat, 'Marchand')
    await world.must(seat, psc.cancel, { attemptId })
    await openSessions(0)
    seat.close()
  })

  test('a telephone that rings again and again is left alone for a while', async () => {
    const seat = world.stranger()
    for (let time = 0; time < 6; time += 1) await begin(seat, 'Belkacem')
    const who = { userId: world.userId('Belkacem') }
    const seventh = { cabinetId: world.cabinetId, who, channel: 'MOBILE' } as const
    expect(await seat.call(psc.begin, seventh)).toMatchObject({ problem: 'cabinet.wait' })
    world.clock.forward(11 * minute)
    expect(await seat.call(psc.begin, seventh)).toMatchObject({ ok: true })
    seat.close()
  })
})

describe('the session ends', () => {
  test.each([
    ['four hours after it began, whatever the person does', 4 * hour, true],
    ['thirty minutes after the person last did something', 30 * minute, false],
  ])('%s: the seat locks, says why, and a password opens it again', async (_name, ms, active) => {
    const { seat, session } = await entered()
    world.clock.forward(ms - minute)
    if (active) await world.must(seat, sessions.touch, {})
    world.timers.tick()
    expect((await world.must(seat, sessions.current, {})).session?.lockReason ?? null).not.toBe('psc')
    if (active) await world.must(seat, sessions.touch, {})
    world.clock.forward(minute)
    if (active) await world.must(seat, sessions.touch, {})
    world.timers.tick()
    await expect
      .poll(async () => (await world.must(seat, sessions.current, {})).session)
      .toMatchObject({ locked: true, lockReason: 'psc', sessionId: session.sessionId })
    await openSessions(0)
    const unlocked = await world.must(seat, sessions.unlock, {
      userId: world.userId('Marchand'),
      password: 'formation-praticien',
    })
    expect(unlocked.session).toMatchObject({ locked: false, openedWith: { kind: 'password' } })
    seat.close()
  })

  test('when the seat goes away', async () => {
    const { seat } = await entered()
    await openSessions(1)
    seat.close()
    await openSessions(0)
  })
})

test('no cookie, number or RPPS is in a file or in the log', async () => {
  const { seat } = await entered()
  const secrets = [...world.simulator.proxy.secrets(), world.simulator.telephoneSecret]
  expect(secrets.length).toBeGreaterThanOrEqual(4)
  const files = await readdir(world.folder, { recursive: true, withFileTypes: true })
  const contents = await Promise.all(
    files.filter((file) => file.isFile()).map((file) => readFile(join(file.parentPath, file.name), 'latin1')),
  )
  expect(contents.length).toBeGreaterThan(2)
  const log = JSON.stringify(world.log.lines)
  expect(log).toContain('"event":"egress"')
  for (const secret of secrets) {
    expect(contents.some((content) => content.includes(secret))).toBe(false)
    expect(log).not.toContain(secret)
  }
  expect(log).not.toContain('99700000005')
  seat.close()
  await openSessions(0)
})
