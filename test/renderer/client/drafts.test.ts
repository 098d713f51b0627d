import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { AnyOperation } from '#app/kernel/operation.ts'
import { policyOf } from '#app/kernel/operation.ts'
import type { DraftPlace } from '#app/features/drafts/model.ts'
import { type CabinetClient, DraftKeeper } from '#renderer/client/index.ts'

const place: DraftPlace = { form: 'patient-civil-status', subjectId: '01920000-0000-7000-8000-000000000001' }
const savedAt = '2026-11-24T13:42:07.000Z'

/** A line that answers or not, and remembers what was asked. */
function line() {
  const sent: { name: string; fields: unknown }[] = []
  const state = { cut: false }
  const client = {
    call: async (operation: AnyOperation, input: { fields?: unknown }) => {
      if (state.cut) return { ok: false, problem: 'connection.lost', data: { since: savedAt } }
      sent.push({ name: policyOf(operation).name, fields: input.fields })
      return { ok: true, value: { savedAt } }
    },
  } as unknown as CabinetClient
  return { client, sent, state }
}

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

test('a text is sent within a second of the first key not kept yet, even while typing goes on', async () => {
  const { client, sent } = line()
  const keeper = new DraftKeeper(client)
  keeper.put(place, { profession: 'Lut' }, 3)
  await vi.advanceTimersByTimeAsync(700)
  keeper.put(place, { profession: 'Luthière' }, 3)
  expect(sent).toEqual([])
  expect(keeper.stateOf(place)).toEqual({ kind: 'changed' })
  await vi.advanceTimersByTimeAsync(100)
  expect(sent).toEqual([{ name: 'drafts.save', fields: { profession: 'Luthière' } }])
  expect(keeper.stateOf(place)).toEqual({ kind: 'saved', at: savedAt })

  // Ten keys a second for five seconds: never more than a second of them is anywhere but in the cabinet.
  for (let key = 1; key <= 50; key += 1) {
    keeper.put(place, { profession: 'x'.repeat(key) }, 3)
    await vi.advanceTimersByTimeAsync(100)
    const kept = (sent.at(-1) as { fields: { profession: string } }).fields.profession
    if (key > 10) expect(key - kept.length).toBeLessThanOrEqual(10)
  }
  expect(sent.length).toBeLessThanOrEqual(8)
})

test('a text typed while the line is cut is held, found again by its form, and sent at its return', async () => {
  const { client, sent, state } = line()
  const keeper = new DraftKeeper(client)
  state.cut = true
  keeper.put(place, { profession: 'Luthière' }, 3)
  await keeper.flush()
  expect(keeper.stateOf(place)).toEqual({ kind: 'kept-here' })
  expect(keeper.unsent()).toBe(1)
  keeper.forgetSaved()
  expect(await keeper.find(place)).toMatchObject({ fields: { profession: 'Luthière' }, basedOnVersion: 3 })
  state.cut = false
  await keeper.flush()
  expect(sent).toHaveLength(1)
  expect(keeper.unsent()).toBe(0)
})

test('a text held for one person is never sent as another’s', async () => {
  const { client, sent, state } = line()
  const keeper = new DraftKeeper(client)
  void keeper.belongTo('helene', null)
  state.cut = true
  keeper.put(place, { profession: 'Luthière' }, 3)
  await keeper.flush()
  state.cut = false
  void keeper.belongTo('sophie', null)
  await keeper.flush()
  await vi.advanceTimersByTimeAsync(5000)
  expect(sent).toEqual([])
  expect(keeper.stateOf(place)).toEqual({ kind: 'clean' })
  void keeper.belongTo('helene', null)
  await keeper.flush()
  expect(sent).toEqual([{ name: 'drafts.save', fields: { profession: 'Luthière' } }])
})

test('locking forgets what the cabinet confirmed', async () => {
  const { client } = line()
  const keeper = new DraftKeeper(client)
  keeper.put(place, { profession: 'Luthière' }, 3)
  await keeper.flush()
  keeper.forgetSaved()
  expect(keeper.stateOf(place)).toEqual({ kind: 'clean' })
})

test('a text typed while the former is given up is another text: it is sent', async () => {
  const { client, sent } = line()
  const keeper = new DraftKeeper(client)
  keeper.put(place, { profession: 'Luthière' }, 3)
  const flushed = keeper.flush()
  const discarded = keeper.discard(place)
  keeper.put(place, { profession: 'Marin' }, 4)
  await Promise.all([flushed, discarded])
  expect(keeper.stateOf(place)).toEqual({ kind: 'changed' })
  await vi.advanceTimersByTimeAsync(1100)
  expect(sent.map(({ name }) => name)).toEqual(['drafts.save', 'drafts.discard', 'drafts.save'])
  expect(sent.at(-1)?.fields).toEqual({ profession: 'Marin' })
})
