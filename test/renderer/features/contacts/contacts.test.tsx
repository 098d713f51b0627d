import { act } from 'react'
import { afterEach, expect, test } from 'vitest'
import type { ContactView, RelationView } from '#app/features/contacts/model.ts'
import { nothingAsked } from '#app/features/consents/rules.ts'
import { type Permission, permissions } from '#app/kernel/permissions.ts'
import { type Desk, DeskProvider } from '#renderer/client/index.ts'
import { PatientConsents } from '#renderer/features/consents/index.ts'
import { ContactsScreen, PatientRelations } from '#renderer/features/contacts/index.ts'
import { type Answers, refuse, sitAt } from '#test/renderer/features/patients/seat.tsx'
import { one, press, write } from '#test/renderer/ui/draw.tsx'
import { sessionWith } from '../settings/administrator.tsx'

let leave: (() => Promise<unknown>) | undefined
afterEach(async () => {
  await leave?.()
  leave = undefined
})

const patientId = '01990000-0000-7000-8000-000000000001'
const contactId = '01990000-0000-7000-8000-000000000002'
const relationId = '01990000-0000-7000-8000-000000000003'
const summary = {
  contactId,
  kind: 'professional',
  displayName: 'Dr Anne SOREL',
  organisation: '',
  speciality: 'Ophtalmologie',
  town: 'Soulac-sur-Mer',
  phone: '0536490001',
  mssante: '',
  removed: false,
} as const
const contact: ContactView = {
  ...summary,
  fields: {
    kind: 'professional',
    title: 'Dr',
    lastName: 'Sorel',
    firstName: 'Anne',
    organisation: '',
    speciality: 'Ophtalmologie',
    rpps: '',
    addressLine: '',
    addressComplement: '',
    postalCode: '',
    town: 'Soulac-sur-Mer',
    phone: '0536490001',
    mobile: '',
    email: '',
    mssante: '',
    channel: null,
    comments: '',
  },
  groups: [],
  relations: 2,
  updatedAt: '2026-11-24T13:00:00.000Z',
  updatedBy: 'S. LEROUX',
  version: 4,
}
const relation: RelationView = {
  relationId,
  fields: { contactId, kind: 'specialist', comments: 'Suivi annuel' },
  contact: summary,
  updatedAt: '2026-11-24T13:00:00.000Z',
  updatedBy: 'S. LEROUX',
  version: 1,
}
const desk = {
  place: { kind: 'contacts' },
  workspace: { sizes: {}, singleLetterKeys: true },
  keepSize: () => {},
} as unknown as Desk

async function sit(screen: React.ReactNode, answers: Answers = {}, allowed: readonly Permission[] = permissions) {
  const seat = await sitAt(<DeskProvider value={desk}>{screen}</DeskProvider>, {
    'sessions.current': () => ({ session: sessionWith(allowed) }),
    'access.marks': () => ({ enabled: false, groups: [], ownGroupIds: [] }),
    'contacts.search': () => ({ contacts: [summary], total: 1 }),
    'contacts.get': () => ({ contact }),
    'contacts.relations': () => ({ relations: [relation] }),
    'consents.read': () => ({
      consent: { fields: nothingAsked, updatedAt: null, updatedBy: '', version: 0 },
    }),
    ...answers,
  })
  leave = seat.leave
  return seat
}

const button = (name: string) =>
  // The last one: a toast is drawn over what it speaks of.
  [...document.querySelectorAll('button')].findLast((one) =>
    (one.getAttribute('aria-label') ?? one.textContent)?.includes(name),
  )

async function click(seat: { settle: () => Promise<void> }, name: string) {
  await act(async () => button(name)?.click())
  await seat.settle()
}

async function chooseFirst(seat: { settle: () => Promise<void> }) {
  const table = one('[role="grid"]')
  await act(async () => table.focus())
  await press(table, 'Home')
  await seat.settle()
}

test('a contact chosen is corrected on the version that was read; leaving it while typed is said, not done', async () => {
  const seat = await sit(<ContactsScreen />, {
    'contacts.update': () => ({ contact: { ...contact, version: 5 } }),
  })
  await chooseFirst(seat)
  const town = one<HTMLInputElement>('[data-field="town"] input')
  await write(town, 'Royan')
  await seat.settle()
  await click(seat, 'Nouveau contact')
  expect(document.body.textContent).toContain('La saisie de ce contact n’est pas enregistrée.')
  await click(seat, 'Enregistrer')
  const [sent] = seat.asked('contacts.update')
  expect(sent).toMatchObject({ contactId, expectedVersion: 4, fields: { town: 'Royan', lastName: 'Sorel' } })
})

test('who only reads the directory is offered nothing to change', async () => {
  const seat = await sit(<ContactsScreen />, {}, ['patient.read', 'contact.read'])
  await chooseFirst(seat)
  expect(document.body.textContent).toContain('Votre rôle permet de lire l’annuaire, pas de le modifier.')
  expect(button('Nouveau contact')).toBeUndefined()
  expect(button('Retirer de l’annuaire')).toBeUndefined()
})

test('a contact taken off comes back by « Annuler », on the version it has then', async () => {
  const seat = await sit(<ContactsScreen />, {
    'contacts.remove': () => ({ version: 5 }),
    'contacts.restore': () => ({ contact }),
  })
  await chooseFirst(seat)
  await click(seat, 'Retirer de l’annuaire')
  expect(seat.asked('contacts.remove')).toEqual([{ contactId, expectedVersion: 4 }])
  await click(seat, 'Annuler')
  expect(seat.asked('contacts.restore')).toEqual([{ contactId, expectedVersion: 5 }])
})

test('a relation needs a contact, and says so on its field', async () => {
  const seat = await sit(<PatientRelations patientId={patientId} />)
  expect(document.body.textContent).toContain('Suivi annuel')
  await click(seat, 'Ajouter une relation')
  await click(seat, 'Enregistrer')
  expect(document.body.textContent).toContain('Choisissez un contact dans la liste, ou créez-le.')
  expect(seat.asked('contacts.addRelation')).toEqual([])
})

test('a contact out of sight is shown without its name, and its relation can still be corrected', async () => {
  const hidden = { ...relation, contact: null }
  const seat = await sit(<PatientRelations patientId={patientId} />, {
    'contacts.relations': () => ({ relations: [hidden] }),
    'contacts.updateRelation': () => ({ relation: hidden }),
  })
  expect(document.body.textContent).toContain('Contact hors de votre vue')
  await click(seat, 'Modifier la relation avec Contact hors de votre vue')
  await click(seat, 'Enregistrer')
  expect(seat.asked('contacts.updateRelation')).toEqual([
    { relationId, expectedVersion: 1, fields: { contactId, kind: 'specialist', comments: 'Suivi annuel' } },
  ])
})

test('consents: a colleague’s answers are never written over; what was typed stays', async () => {
  let present = 0
  const seat = await sit(<PatientConsents patientId={patientId} />, {
    'consents.read': () => ({
      consent: {
        fields: { ...nothingAsked, privacyPolicy: present === 0 ? 'unknown' : 'yes' },
        updatedAt: '2026-11-24T13:40:00.000Z',
        updatedBy: 'S. LEROUX',
        version: present,
      },
    }),
    'consents.save': () => {
      present = 2
      return refuse('edit.conflict', {
        currentVersion: 2,
        changedBy: 'S. LEROUX',
        changedAt: '2026-11-24T13:40:00.000Z',
      })
    },
  })
  const opposed = one<HTMLInputElement>('[data-field="opposesSharing"] input')
  await act(async () => opposed.click())
  await click(seat, 'Enregistrer')
  expect(seat.asked('consents.save')).toHaveLength(1)
  expect(opposed.checked).toBe(true)
  expect(document.body.textContent).toContain('Votre saisie est gardée')
})
