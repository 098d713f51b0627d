import { expect, test } from 'vitest'
import { contract } from '#app/contract.ts'
import { nothingAsked } from '#app/features/consents/rules.ts'
import { openWorld } from '#test/world/open-world.ts'

const { consents, journal } = contract

test('what a patient consents to is asked, kept with who asked, and each answer leaves its line', async () => {
  await using world = await openWorld({ people: { lise: 'secretary', nora: 'read-only' } })
  const patientId = await world.as('lise').createPatient()
  const before = await world.as('lise').must(consents.read, { patientId })
  expect(before.consent).toEqual({ fields: nothingAsked, updatedAt: null, updatedBy: '', version: 0 })

  const fields = { ...nothingAsked, privacyPolicy: 'yes', dmp: 'no', dmpVisibleToPatient: false } as const
  const { consent } = await world.as('lise').must(consents.save, { patientId, expectedVersion: 0, fields })
  // Who sees what is deposited has no meaning where nothing is.
  expect(consent.fields).toEqual({ ...nothingAsked, privacyPolicy: 'yes', dmp: 'no' })
  expect(consent).toMatchObject({ version: 1, updatedBy: expect.stringMatching(/\S/u) })

  const late = await world.as('lise').call(consents.save, { patientId, expectedVersion: 0, fields: nothingAsked })
  expect(late).toMatchObject({ ok: false, problem: 'edit.conflict' })
  const refused = await world.as('nora').call(consents.save, { patientId, expectedVersion: 1, fields: nothingAsked })
  expect(refused).toMatchObject({ ok: false, problem: 'forbidden' })

  const opposed = { ...consent.fields, opposesSharing: true }
  await world.as('lise').must(consents.save, { patientId, expectedVersion: 1, fields: opposed })
  const { lines: entries } = await world
    .as('admin')
    .must(journal.list, { filter: { family: 'records-changed' }, limit: 50 })
  const lines = entries.filter(({ act, outcome }) => act === 'consent.save' && outcome === 'done')
  expect(lines).toHaveLength(2)
})
