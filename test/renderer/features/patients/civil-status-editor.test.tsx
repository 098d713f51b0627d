import { useState } from 'react'
import { expect, test } from 'vitest'
import type { InsStatus, PatientRecord } from '#app/features/patients/model.ts'
import { CivilStatusEditor } from '#renderer/features/patients/index.ts'
import { recordOfFrancoise as record } from './records.ts'
import { refuse, sitAt } from './seat.tsx'

/** The editor over a record that may be read again, as its tab does. */
function Tab({ again = record }: { again?: PatientRecord }) {
  const [read, setRead] = useState(record)
  return <CivilStatusEditor record={read} onSaved={setRead} onConflict={() => setRead(again)} />
}

const saves = (input: { fields: PatientRecord['fields']; expectedVersion: number }) => ({
  record: { ...record, fields: input.fields, version: input.expectedVersion + 1 },
})

test('saving sends what is typed with the version it was read at, and says when it was saved', async () => {
  const seat = await sitAt(<Tab />, { 'patients.update': saves as never })
  await seat.type('addressLine', '9 rue du Port')
  await seat.press('s', { ctrlKey: true, code: 'KeyS' })
  expect(seat.asked('patients.update')).toMatchObject([
    { expectedVersion: 3, fields: { addressLine: '9 rue du Port' } },
  ])
  expect(seat.text()).toContain('Enregistré à')
  expect(seat.asked('drafts.discard')).toHaveLength(1)
  await seat.leave()
})

test('a strict trait of a qualified identity is not changed without saying what is lost', async () => {
  const seat = await sitAt(<Tab />, { 'patients.update': saves as never })
  await seat.type('birthName', 'Dupont')
  await seat.press('s', { ctrlKey: true, code: 'KeyS' })
  expect(seat.asked('patients.update')).toEqual([])
  expect(seat.text()).toContain(
    'Changer ce trait fait perdre la qualification. Enregistrer et repasser en identité provisoire ?',
  )
  await seat.press('Escape')
  expect(seat.asked('patients.update')).toEqual([])
  await seat.press('s', { ctrlKey: true, code: 'KeyS' })
  await seat.click('Enregistrer en provisoire')
  expect(seat.asked('patients.update')).toMatchObject([{ fields: { birthName: 'Dupont' } }])
  await seat.leave()
})

test('what a changed trait costs is said as it was foreseen, and nothing is asked where it costs nothing', async () => {
  let after: InsStatus = 'retrieved'
  const seat = await sitAt(
    <CivilStatusEditor record={record} onSaved={() => {}} onConflict={() => {}} foresee={() => after} />,
    { 'patients.update': saves as never },
  )
  await seat.type('birthName', 'Dupont')
  await seat.press('s', { ctrlKey: true, code: 'KeyS' })
  expect(seat.asked('patients.update')).toEqual([])
  expect(seat.text()).toContain('Enregistrer et repasser en identité récupérée ?')
  await seat.press('Escape')
  after = 'qualified'
  await seat.press('s', { ctrlKey: true, code: 'KeyS' })
  expect(seat.asked('patients.update')).toMatchObject([{ fields: { birthName: 'Dupont' } }])
  await seat.leave()
})

test('a field at fault is explained and takes the focus; nothing is sent', async () => {
  const seat = await sitAt(<Tab />, {})
  await seat.type('birthName', 'Dup0nt')
  await seat.type('addressLine', '9 rue du Port')
  await seat.press('s', { ctrlKey: true, code: 'KeyS' })
  await seat.settle()
  expect(seat.text()).toContain('Signes refusés dans un nom : 0.')
  const focused = document.activeElement
  expect(focused?.closest('[data-field]')?.getAttribute('data-field')).toBe('birthName')
  expect(focused?.getAttribute('aria-invalid')).toBe('true')
  expect(document.getElementById(focused?.getAttribute('aria-describedby') ?? '')?.textContent).toContain(
    'Signes refusés',
  )
  await seat.leave()
})

test('when somebody else wrote the same field, both are shown, nothing is lost, and the choice is saved over theirs', async () => {
  const theirs: PatientRecord = {
    ...record,
    version: 4,
    updatedAt: '2026-11-24T13:45:00.000Z',
    fields: { ...record.fields, addressLine: '3 place de l’Église', town: 'Lesparre-Médoc' },
  }
  let refused = false
  const seat = await sitAt(<Tab again={theirs} />, {
    'patients.update': ((input: Parameters<typeof saves>[0]) => {
      if (input.expectedVersion !== 4) {
        refused = true
        refuse('edit.conflict', { currentVersion: 4, changedBy: 'S. LEROUX', changedAt: theirs.updatedAt })
      }
      return saves(input)
    }) as never,
  })
  await seat.type('addressLine', '9 rue du Port')
  await seat.type('profession', 'Marin')
  await seat.press('s', { ctrlKey: true, code: 'KeyS' })
  expect(refused).toBe(true)
  expect(seat.text()).toContain('S. LEROUX a modifié 2 champs à')
  expect(seat.text()).toContain('Votre saisie est gardée.')
  await seat.click('Comparer')
  expect(seat.text()).toContain('9 rue du Port')
  expect(seat.text()).toContain('3 place de l’Église')
  await seat.click('Reprendre ces choix')
  await seat.press('s', { ctrlKey: true, code: 'KeyS' })
  expect(seat.asked('patients.update').at(-1)).toMatchObject({
    expectedVersion: 4,
    fields: { addressLine: '9 rue du Port', town: 'Lesparre-Médoc', profession: 'Marin' },
  })
  await seat.leave()
})

test('a save that crosses what somebody else wrote elsewhere goes on by itself, once that is read', async () => {
  const theirs: PatientRecord = { ...record, version: 4, fields: { ...record.fields, town: 'Lesparre-Médoc' } }
  const seat = await sitAt(<Tab again={theirs} />, {
    'patients.update': ((input: Parameters<typeof saves>[0]) => {
      if (input.expectedVersion !== 4)
        refuse('edit.conflict', { currentVersion: 4, changedBy: 'S. LEROUX', changedAt: theirs.updatedAt })
      return saves(input)
    }) as never,
  })
  await seat.type('profession', 'Marin')
  await seat.press('s', { ctrlKey: true, code: 'KeyS' })
  expect(seat.asked('patients.update')).toHaveLength(2)
  expect(seat.asked('patients.update').at(-1)).toMatchObject({
    expectedVersion: 4,
    fields: { town: 'Lesparre-Médoc', profession: 'Marin' },
  })
  expect(seat.text()).toContain('Enregistré à')
  await seat.leave()
})

test('a draft left by a crash is taken up, and given up on demand', async () => {
  const seat = await sitAt(<Tab />, {
    'drafts.get': () => ({
      draft: {
        place: { form: 'patient-civil-status', subjectId: record.patientId },
        fields: { addressLine: '9 rue du Port' },
        basedOnVersion: 3,
        savedAt: '2026-11-24T13:40:00.000Z',
      },
    }),
  })
  const address = () => document.querySelector<HTMLInputElement>('[data-field="addressLine"] input')?.value
  expect(address()).toBe('9 rue du Port')
  expect(seat.text()).toContain('Brouillon du 24/11/2026, 14:40 repris.')
  await seat.click('Abandonner')
  expect(address()).toBe('14 allée des Tamaris')
  expect(seat.asked('drafts.discard')).toHaveLength(1)
  await seat.click('Annuler')
  expect(seat.asked('patients.update')).toEqual([])
  await seat.leave()
})

test('a field put back by hand to what it was leaves no draft behind', async () => {
  const seat = await sitAt(<Tab />, {})
  await seat.type('addressLine', '9 rue du Port')
  await seat.press('Tab')
  expect(seat.asked('drafts.discard')).toEqual([])
  await seat.type('addressLine', record.fields.addressLine)
  await seat.settle()
  expect(seat.asked('drafts.discard')).toHaveLength(1)
  await seat.settle(1100)
  expect(seat.asked('drafts.save')).toEqual([])
  await seat.leave()
})

test('what is typed while a saving is on its way stands, and is kept as a draft', async () => {
  const answer = Promise.withResolvers<void>()
  const seat = await sitAt(<Tab />, {
    'patients.update': (async (input: Parameters<typeof saves>[0]) => {
      await answer.promise
      return saves(input)
    }) as never,
  })
  const profession = () => document.querySelector<HTMLInputElement>('[data-field="profession"] input')?.value
  await seat.type('addressLine', '9 rue du Port')
  await seat.press('s', { ctrlKey: true, code: 'KeyS' })
  await seat.type('profession', 'Marin')
  answer.resolve()
  await seat.settle()
  expect(profession()).toBe('Marin')
  await seat.settle(1100)
  expect(seat.asked('drafts.save').at(-1)).toMatchObject({ fields: { profession: 'Marin' }, basedOnVersion: 4 })
  await seat.leave()
})

test('taking back an abandon keeps the words typed since', async () => {
  const seat = await sitAt(<Tab />, {})
  const shown = (field: string) => document.querySelector<HTMLInputElement>(`[data-field="${field}"] input`)?.value
  await seat.type('addressLine', '9 rue du Port')
  await seat.clickLast('Annuler')
  expect(shown('addressLine')).toBe(record.fields.addressLine)
  await seat.type('profession', 'Marin')
  await seat.clickLast('Annuler')
  expect(shown('addressLine')).toBe('9 rue du Port')
  expect(shown('profession')).toBe('Marin')
  await seat.leave()
})

test('a first name still being typed is saved with the others', async () => {
  const seat = await sitAt(<Tab />, { 'patients.update': saves as never })
  const words = document.querySelector<HTMLInputElement>('[data-field="birthFirstNames"] input:not([type="hidden"])')
  await seat.type('birthFirstNames', 'Louise')
  expect(document.activeElement).toBe(words)
  await seat.press('s', { ctrlKey: true, code: 'KeyS' })
  expect(document.activeElement).toBe(words)
  await seat.click('Enregistrer en provisoire')
  expect(seat.asked('patients.update')).toMatchObject([
    { fields: { birthFirstNames: [...record.fields.birthFirstNames, 'Louise'] } },
  ])
  await seat.leave()
})
