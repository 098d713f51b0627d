import { beforeEach, expect, test, vi } from 'vitest'
import type { DraftPlace } from '#app/features/drafts/model.ts'
import { type AnyOperation, policyOf } from '#app/kernel/operation.ts'
import { type CabinetClient, DraftKeeper } from '#renderer/client/index.ts'

const place: DraftPlace = { form: 'patient-civil-status', subjectId: '01920000-0000-7000-8000-000000000001' }
const keyOf = (letter: string) => btoa(letter.repeat(32)).replaceAll('=', '')
const savedAt = '2026-11-24T13:42:07.000Z'

/** A cabinet that answers or not, and remembers what it was sent. */
function cabinet() {
  const state = { away: false, sent: [] as unknown[] }
  const client = {
    call: async (operation: AnyOperation, input: { fields?: unknown }) => {
      if (state.away) return { ok: false, problem: 'connection.lost', data: { since: savedAt } }
      if (policyOf(operation).name === 'drafts.save') state.sent.push(input.fields)
      return { ok: true, value: { savedAt, draft: null } }
    },
  } as unknown as CabinetClient
  return { client, state }
}

beforeEach(() => sessionStorage.clear())

test('what is typed while the line is down is sealed here, and given back to its writer by the page that comes after', async () => {
  const { client, state } = cabinet()
  const before = new DraftKeeper(client)
  await before.belongTo('helene', keyOf('h'))
  state.away = true
  before.keepHere(true)
  before.put(place, { profession: 'Luthière' }, 3)
  expect(before.stateOf(place)).toEqual({ kind: 'kept-here' })
  await before.seal()
  const kept = JSON.stringify({ ...sessionStorage })
  expect(kept).toContain('co.sealed.helene')
  expect(kept).not.toContain('Luthi')
  expect(kept).not.toContain(place.subjectId)

  // Another user of the same seat is given nothing, even by asking under that name.
  state.away = false
  const other = new DraftKeeper(client)
  await other.belongTo('sophie', keyOf('s'))
  expect(await other.find(place)).toBeNull()
  expect(state.sent).toEqual([])

  const after = new DraftKeeper(client)
  await after.belongTo('helene', keyOf('h'))
  await vi.waitFor(() => expect(state.sent).toEqual([{ profession: 'Luthière' }]))
  await vi.waitFor(() => expect(sessionStorage.length).toBe(0))
})

test('the form that comes back is given what was sealed rather than what the cabinet had', async () => {
  const { client, state } = cabinet()
  const before = new DraftKeeper(client)
  await before.belongTo('helene', keyOf('h'))
  state.away = true
  before.keepHere(true)
  before.put(place, { profession: 'Luthière' }, 3)
  await before.seal()
  const after = new DraftKeeper(client)
  void after.belongTo('helene', keyOf('h'))
  expect(await after.find(place)).toMatchObject({ fields: { profession: 'Luthière' }, basedOnVersion: 3 })
})

test('at lock the key is forgotten, and what was not sent is sealed with it first', async () => {
  const { client, state } = cabinet()
  const keeper = new DraftKeeper(client)
  await keeper.belongTo('helene', keyOf('h'))
  state.away = true
  keeper.put(place, { profession: 'Luthière' }, 3)
  await keeper.belongTo('helene', null)
  await keeper.seal()
  expect(sessionStorage.getItem('co.sealed.helene')).not.toBeNull()
  keeper.put(place, { profession: 'Archetière' }, 3)
  const sealed = sessionStorage.getItem('co.sealed.helene')
  await keeper.seal()
  expect(sessionStorage.getItem('co.sealed.helene')).toBe(sealed)
})

test('sealed under another key, it opens no more and is thrown away', async () => {
  const { client, state } = cabinet()
  const before = new DraftKeeper(client)
  await before.belongTo('helene', keyOf('h'))
  state.away = true
  before.keepHere(true)
  before.put(place, { profession: 'Luthière' }, 3)
  await before.seal()
  state.away = false
  const after = new DraftKeeper(client)
  await after.belongTo('helene', keyOf('x'))
  expect(await after.find(place)).toBeNull()
  expect(sessionStorage.length).toBe(0)
})

test('a text given up while it was sealed leaves nothing', async () => {
  const { client, state } = cabinet()
  const keeper = new DraftKeeper(client)
  await keeper.belongTo('helene', keyOf('h'))
  state.away = true
  keeper.keepHere(true)
  keeper.put(place, { profession: 'Luthière' }, 3)
  await keeper.seal()
  await keeper.discard(place)
  await vi.waitFor(() => expect(sessionStorage.length).toBe(0))
})
