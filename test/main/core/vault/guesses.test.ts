import { expect, test } from 'vitest'
import { contract } from '#app/contract.ts'
import { openWorld, testPassword } from '#test/world/open-world.ts'

test('passwords tried all at once do not escape the waiting', async () => {
  await using world = await openWorld()
  const stranger = world.stranger()
  const guesses = Array.from({ length: 8 }, (_, number) =>
    stranger.call(contract.sessions.unlock, { userId: world.userId('admin'), password: `essai ${number} tilleul` }),
  )
  const answers = (await Promise.all(guesses)).map((reply) => (reply.ok ? 'in' : reply.problem))
  expect(answers.filter((answer) => answer === 'password.wrong').length).toBeLessThanOrEqual(3)
  expect(answers.filter((answer) => answer === 'cabinet.wait').length).toBeGreaterThanOrEqual(5)
})

test('a computer that cannot remember what was opened opens it all the same, with its keys whole', async () => {
  let full = false
  const kept = new Map<string, unknown>()
  const localState = {
    read: async (name: string) => kept.get(name) ?? null,
    write: async (name: string, value: unknown) => {
      if (full) throw Object.assign(new Error('no space left'), { code: 'ENOSPC' })
      kept.set(name, value)
    },
  }
  await using world = await openWorld({ ports: { localState } })
  const admin = world.as('admin')
  await world.onlyStays('admin')
  await admin.must(contract.cabinet.close, { withBackup: false })
  full = true
  const opening = { cabinetId: world.cabinetId, userId: world.userId('admin'), password: testPassword }
  await admin.must(contract.cabinet.open, opening)
  const newPassword = 'autre phrase du carnet 9'
  await admin.must(contract.people.changeOwnPassword, { presentPassword: testPassword, newPassword })
  await admin.must(contract.cabinet.close, { withBackup: false })
  const reply = await admin.call(contract.cabinet.open, { ...opening, password: newPassword })
  expect(reply.ok).toBe(true)
})

test('failures before an opening are in its line of the journal; a waiting asked for again and again is one line', async () => {
  await using world = await openWorld()
  const admin = world.as('admin')
  await world.onlyStays('admin')
  const opening = { cabinetId: world.cabinetId, userId: world.userId('admin'), password: testPassword }
  await admin.must(contract.cabinet.close, { withBackup: false })
  const wrong = { ...opening, password: 'pas celui-ci' }
  for (let tries = 0; tries < 3; tries += 1) await admin.call(contract.cabinet.open, wrong)
  world.clock.forward(6_000)
  await admin.must(contract.cabinet.open, opening)
  expect((await world.journal()).at(-1)).toMatchObject({ act: 'session.open', details: '{"failuresBefore":3}' })
  const seat = world.stranger()
  for (let asked = 0; asked < 12; asked += 1) await seat.call(contract.cabinet.open, wrong)
  const refused = (await world.journal()).filter((entry) => entry.outcome === 'refused').map((entry) => entry.problem)
  expect(refused).toEqual([...Array.from({ length: 3 }, () => 'cabinet.wrong-password'), 'cabinet.wait'])
})
