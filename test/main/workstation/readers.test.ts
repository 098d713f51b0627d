import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { countInsertions } from '#main/workstation/compose.ts'
import { keptFailures } from '#main/workstation/failures.ts'
import { CardFailure, type ReadersState } from '#main/workstation/ports.ts'
import { followPcscReaders, type PcscReaders } from '#main/workstation/readers.ts'
import { loadPcsc } from '#native/pcsc/library.ts'
import { answer, bytes, type VirtualCard } from '#test/simulators/cards/virtual-card.ts'
import { pcscdMissing, pcscdSocket } from '#test/world/pcscd.ts'
import { openVirtualReaders, type VirtualReaders } from '#test/world/virtual-reader.ts'

const vitaleAtr = '3B751300004309EA9000'
const cpsAtr = '3BAC00402A001225006480000310009000'
const select = bytes('00A4040000')

/** Answers each command with itself. `silent` says nothing to any. */
function card(atr: string, said: 'itself' | 'silent' = 'itself'): VirtualCard {
  return {
    atr: bytes(atr),
    reset: () => undefined,
    transmit: (command) => (said === 'silent' ? null : answer(0x9000, command)),
  }
}

const problemOf = (error: unknown) => (error instanceof CardFailure ? error.problem : error)
const refusal = (work: Promise<unknown>) => work.then(() => 'done', problemOf)

describe.skipIf(pcscdMissing !== null)('readers of a real PC/SC service (needs pcscd and its virtual reader)', () => {
  let virtual: VirtualReaders
  let readers: PcscReaders
  const failures = keptFailures()
  const first = () => readers.state().readers[0]
  const name = () => virtual.daemon.readers[0]

  /** Resolves with the state once it is as wanted. */
  const until = (wanted: (state: ReadersState) => boolean) =>
    new Promise<ReadersState>((resolve) => {
      const look = (state: ReadersState) => {
        if (!wanted(state)) return
        stop()
        resolve(state)
      }
      const stop = readers.watch(look)
      look(readers.state())
    })
  const shows = (status: string, slot = 0) => until(({ readers }) => readers[slot]?.status === status)

  beforeAll(async () => {
    virtual = await openVirtualReaders()
    readers = followPcscReaders({ insertions: countInsertions(), failures })
    await until(({ service, readers }) => service === 'ready' && readers.length === 2)
  })
  afterEach(async () => {
    await virtual.withdraw(0)
    await virtual.withdraw(1)
    await until(({ service, readers }) => service === 'ready' && readers.every(({ status }) => status === 'empty'))
  })
  afterAll(async () => {
    await readers.close()
    await virtual.stop()
  })

  test('a card is known by its ATR as soon as it is there, and each insertion has a number of its own', async () => {
    const inserted: number[] = []
    const withdrawn: number[] = []
    for (const [index, atr] of [vitaleAtr, cpsAtr, '3B00'].entries()) {
      let powered = 0
      const seen = shows('card')
      await virtual.insert({ ...card(atr), reset: () => (powered ||= performance.now()) })
      await seen
      inserted.push(performance.now() - powered)
      expect(first()).toMatchObject({ name: name(), training: true, card: { atr, training: true } })
      // The daemon looks at these readers every 400 ms or so: its own delay is not ours. What following adds to it, the bench
      // of readers says beside a bare wait.
      await pause(200 + 50 * index)
      const gone = shows('empty')
      const since = performance.now()
      await virtual.withdraw()
      await gone
      withdrawn.push(performance.now() - since)
    }
    // The best of three: a busy machine is not counted against us.
    expect(Math.min(...inserted)).toBeLessThan(300)
    expect(Math.min(...withdrawn)).toBeLessThan(300)
  })

  test('the kind of the card is told, and the number grows', async () => {
    await virtual.insert(card(vitaleAtr))
    const before = await shows('card')
    expect(before.readers[0]?.card).toMatchObject({ kind: 'vitale', model: 'Vitale 2' })
    await virtual.withdraw()
    await shows('empty')
    await virtual.insert(card(cpsAtr))
    const after = await until(({ readers }) => readers[0]?.card?.kind === 'cps')
    expect(after.readers[0]?.card?.insertion).toBeGreaterThan(before.readers[0]?.card?.insertion ?? Infinity)
  })

  test('nothing is told while nothing changes', async () => {
    await shows('empty')
    const told: unknown[] = []
    const stop = readers.watch((state) => told.push(state))
    await pause(600)
    stop()
    expect(told).toEqual([])
  })

  test('a card that does not answer its reset is mute, and refused', async () => {
    // Longer than an ATR can be: powering it fails.
    await virtual.insert({ ...card(vitaleAtr), atr: new Uint8Array(40).fill(0x3b) })
    const state = await shows('mute')
    expect(state.readers[0]?.card).toBeNull()
    expect(await refusal(readers.connect(name()))).toBe('card.unreadable')
  })

  test('commands are answered one after the other, over a card taken once', async () => {
    await virtual.insert(card(vitaleAtr))
    await shows('card')
    const taken = await readers.connect(name())
    expect(Buffer.from(taken.atr).toString('hex').toUpperCase()).toBe(vitaleAtr)
    const commands = ['00A4040000', '00B0000000', '00CA000100'].map(bytes)
    const answers = await Promise.all(commands.map((command) => taken.transmit(command)))
    expect(answers).toEqual(commands.map((command) => answer(0x9000, command)))
    await taken.close()
    await taken.close()
    expect(await refusal(taken.transmit(select))).toBe('card.withdrawn')
  })

  test('a card that another program keeps is shown as such, refused, and free again when it is let go', async () => {
    await virtual.insert(card(cpsAtr))
    await shows('card')
    const other = await (await loadPcsc()).establish()
    const kept = await other.connect(name(), 'exclusive')
    expect(await refusal(readers.connect(name()))).toBe('card.in-use')
    const state = await shows('in-use')
    expect(state.readers[0]?.card?.kind).toBe('cps')
    await kept.disconnect('leave')
    const free = await shows('card')
    expect(free.readers[0]?.card?.insertion).toBe(state.readers[0]?.card?.insertion)
    // And taken for ourselves alone, another program is refused in turn.
    const taken = await readers.connect(name(), { exclusive: true })
    expect(await refusal(other.connect(name(), 'shared'))).toEqual(
      expect.objectContaining({ code: 'SCARD_E_SHARING_VIOLATION' }),
    )
    expect(first()?.status).toBe('card')
    await taken.close()
    await other.release()
    expect(await refusal(readers.connect(name()).then((again) => again.close()))).toBe('done')
  })

  test('in a transaction no other program speaks to the card', async () => {
    await virtual.insert(card(vitaleAtr))
    await shows('card')
    const taken = await readers.connect(name())
    const other = await (await loadPcsc()).establish()
    const theirs = await other.connect(name(), 'shared')
    const order: string[] = []
    let waiting: Promise<unknown> = Promise.resolve()
    await taken.transaction(async () => {
      waiting = theirs.transmit(select).then(
        () => order.push('theirs'),
        (error: unknown) => order.push(String(error)),
      )
      await pause(250)
      await taken.transmit(select)
      order.push('ours')
    })
    await waiting
    expect(order[0]).toBe('ours')
    await theirs.disconnect('leave')
    await other.release()
    await taken.close()
  })

  test('a card reset by another program says so once, and answers again', async () => {
    await virtual.insert(card(vitaleAtr))
    await shows('card')
    const taken = await readers.connect(name())
    const other = await (await loadPcsc()).establish()
    await (await other.connect(name(), 'shared')).disconnect('reset')
    await other.release()
    expect(await refusal(taken.transmit(select))).toBe('card.unreadable')
    expect(failures.list()[0]).toMatchObject({ reader: name(), doing: 'transmit', code: 'SCARD_W_RESET_CARD' })
    expect(await taken.transmit(select)).toEqual(answer(0x9000, select))
    await taken.close()
  })

  test('a card taken out during a command is said to be, and its reader serves the next one', async () => {
    await virtual.insert(card(vitaleAtr, 'silent'))
    await shows('card')
    const taken = await readers.connect(name())
    const asked = refusal(taken.transmit(select))
    const gone = shows('empty')
    await virtual.withdraw()
    expect(await asked).toBe('card.withdrawn')
    await gone
    await taken.close()
    await virtual.insert(card(vitaleAtr))
    await shows('card')
    const again = await readers.connect(name())
    expect(await again.transmit(select)).toEqual(answer(0x9000, select))
    await again.close()
  })

  test('a card that never answers is slow, and is not asked again before its driver gave up', async () => {
    await virtual.insert(card(vitaleAtr, 'silent'))
    await shows('card')
    const taken = await readers.connect(name())
    expect(await refusal(taken.transmit(select, 150))).toBe('card.slow')
    expect(await refusal(taken.transmit(select))).toBe('card.slow')
    expect(await refusal(readers.connect(name()))).toBe('card.slow')
    await taken.close()
    await virtual.withdraw()
    await shows('empty')
    await virtual.insert(card(vitaleAtr))
    await shows('card')
    await expect.poll(async () => refusal(readers.connect(name()).then((again) => again.close()))).toBe('done')
  })

  test('what is not there is refused by its name', async () => {
    await shows('empty')
    expect(await refusal(readers.connect(name()))).toBe('card.absent')
    expect(await refusal(readers.connect('Aucun lecteur'))).toBe('reader.absent')
  })

  test('a service that is killed is lost with its cards, and comes back by itself with other insertions', async () => {
    await virtual.insert(card(cpsAtr))
    const before = await shows('card')
    const taken = await readers.connect(name())
    const lost = until(({ service }) => service === 'service-lost')
    await virtual.daemon.kill()
    expect((await lost).readers).toEqual([])
    expect(await refusal(taken.transmit(select))).toBe('readers.unavailable')
    expect(await refusal(readers.connect(name()))).toBe('readers.unavailable')
    await taken.close()

    await virtual.daemon.restart({ withoutReaders: true })
    expect((await until(({ service }) => service === 'ready')).readers).toEqual([])
    await virtual.daemon.kill()
    await until(({ service }) => service === 'service-lost')
    await virtual.daemon.restart()
    await until(({ service, readers }) => service === 'ready' && readers.length === 2)
    await virtual.insert(card(cpsAtr))
    const after = await shows('card')
    expect(after.readers[0]?.card?.insertion).toBeGreaterThan(before.readers[0]?.card?.insertion ?? Infinity)
    expect(failures.list().map(({ doing }) => doing)).toContain('follow')
  })
})

test('a computer where nothing of PC/SC answers says which of the two is missing', async () => {
  pcscdSocket()
  const insertions = countInsertions()
  const { PcscAbsent } = await import('#native/pcsc/codes.ts')
  const absent = followPcscReaders({
    insertions,
    failures: keptFailures(),
    load: () => Promise.reject(new PcscAbsent('libpcsclite.so.1')),
  })
  await expect.poll(() => absent.state().service).toBe('library-absent')
  expect(absent.library()).toBeNull()
  expect(await absent.drivers()).toEqual([])
  expect(await refusal(absent.connect('x'))).toBe('readers.unavailable')
  await absent.close()
})

test.skipIf(pcscdMissing !== null)(
  'a service that does not run is awaited, and found when it starts (needs pcscd and its virtual reader)',
  async () => {
    pcscdSocket()
    const readers = followPcscReaders({ insertions: countInsertions(), failures: keptFailures() })
    await expect.poll(() => readers.state().service).toBe('service-absent')
    const virtual = await openVirtualReaders()
    await expect.poll(() => readers.state().readers.length, { timeout: 8000 }).toBe(2)
    expect((await readers.drivers()).map(({ reader }) => reader)).toEqual([...virtual.daemon.readers])
    await readers.close()
    await virtual.stop()
  },
)
