import { afterEach, expect, test } from 'vitest'
import { PeopleSection } from '#renderer/features/people/index.ts'
import { blankPerson, readPerson, tidyPerson } from '#renderer/features/people/person-values.ts'
import { sitAsAdministrator } from '../settings/administrator.tsx'

const today = '2026-11-24'
const sophie = { ...blankPerson, firstName: 'Sophie', lastName: 'Leroux' }

let leave: (() => Promise<unknown>) | undefined
afterEach(async () => {
  await leave?.()
  leave = undefined
})

test('a user is read as the cabinet takes it: no title, no RPPS and no end are said as such', () => {
  expect(readPerson(sophie, today)).toMatchObject({
    ok: true,
    fields: { title: '', rpps: null, validUntil: null, emailMss: null, roleKey: 'secretary' },
  })
  expect(readPerson({ ...sophie, rpps: '899 0000 0012', validUntil: '311226' }, today)).toMatchObject({
    ok: true,
    fields: { rpps: '89900000012', validUntil: '2026-12-31' },
  })
})

test.each([
  ['rpps', '89900000013', 'dont le dernier est une clé'],
  ['emailMss', 'sophie', 'E-mail non reconnu'],
  ['validUntil', '31/02/2027', 'Date non reconnue'],
  ['validUntil', '2027', 'Une date entière est attendue'],
  ['lastName', '', 'À renseigner'],
])('%s « %s » is refused', (field, typed, sentence) => {
  const read = readPerson({ ...sophie, [field]: typed }, today)
  expect(read).toMatchObject({ ok: false, errors: { [field]: expect.stringContaining(sentence) } })
})

test('a last day is written back in full once its field is left', () => {
  expect(tidyPerson({ ...sophie, validUntil: '31 dec 26' }, 'validUntil', today).validUntil).toBe('31/12/2026')
})

test('a new user is kept as a draft while typed, their password never', async () => {
  const seat = await sitAsAdministrator(<PeopleSection />, {
    'people.list': () => ({ people: [] }),
    'people.create': () => new Promise(() => {}),
  })
  leave = seat.leave
  await seat.click('Nouvel utilisateur')
  await seat.type('firstName', 'Sophie')
  await seat.type('password', 'court')
  await seat.type('lastName', 'Leroux')
  await seat.press('s', { ctrlKey: true, code: 'KeyS' })
  await seat.settle()
  expect(seat.asked('people.create')).toEqual([])
  expect(seat.text()).toContain('Ce mot de passe ne respecte pas toutes les règles.')
  expect(document.activeElement?.closest('[data-field]')?.getAttribute('data-field')).toBe('password')
  const kept = JSON.stringify(seat.asked('drafts.save'))
  expect(kept).toContain('Leroux')
  expect(kept).not.toContain('court')
})
