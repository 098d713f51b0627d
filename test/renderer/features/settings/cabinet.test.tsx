import { afterEach, expect, test } from 'vitest'
import type { CabinetSettings } from '#app/features/settings/model.ts'
import { SettingsScreen } from '#renderer/features/settings/SettingsScreen.tsx'
import { refuse } from '#test/renderer/features/patients/seat.tsx'
import { sessionWith, sitAsAdministrator } from './administrator.tsx'

const settings: CabinetSettings = {
  name: 'Cabinet des Tilleuls',
  addressLine: '3 rue du Phare',
  addressComplement: '',
  postalCode: '33123',
  town: 'Le Verdon-sur-Mer',
  phone: '',
  email: '',
  finess: '',
  lockAfterMinutes: 15,
}

let leave: (() => Promise<unknown>) | undefined
afterEach(async () => {
  await leave?.()
  leave = undefined
})

async function sitAtCabinet(answers: Record<string, (input: never) => unknown>) {
  const seat = await sitAsAdministrator(<SettingsScreen section="cabinet" onSection={() => {}} />, {
    'settings.get': () => ({ settings, version: 4 }),
    ...answers,
  })
  leave = seat.leave
  return seat
}

const save = { ctrlKey: true, code: 'KeyS' }

test('what is typed is saved on the version that was read', async () => {
  let stored = { settings, version: 4 }
  const seat = await sitAtCabinet({
    'settings.get': () => stored,
    'settings.update': (input: { settings: CabinetSettings; expectedVersion: number }) => {
      stored = { settings: input.settings, version: input.expectedVersion + 1 }
      return stored
    },
  })
  await seat.type('phone', '05 56 00 00 01')
  await seat.type('finess', '33 000 001 9')
  await seat.press('s', save)
  expect(seat.asked('settings.update')).toMatchObject([
    { expectedVersion: 4, settings: { phone: '05 56 00 00 01', finess: '330000019', lockAfterMinutes: 15 } },
  ])
  expect(seat.text()).toContain('Enregistré à')
})

test('a number whose key is wrong and a delay out of bounds are refused, the first one takes the focus', async () => {
  const seat = await sitAtCabinet({})
  await seat.type('lockAfterMinutes', '121')
  await seat.type('finess', '330000018')
  await seat.press('s', save)
  await seat.settle()
  expect(seat.asked('settings.update')).toEqual([])
  expect(seat.text()).toContain('Ce numéro FINESS n’est pas valable')
  expect(seat.text()).toContain('de 1 à 120')
  expect(document.activeElement?.closest('[data-field]')?.getAttribute('data-field')).toBe('finess')
})

test('what a colleague wrote is named, compared and merged; what was typed is never lost', async () => {
  let stored = { settings, version: 4 }
  const seat = await sitAtCabinet({
    'settings.get': () => stored,
    'settings.update': (input: { settings: CabinetSettings; expectedVersion: number }) => {
      if (input.expectedVersion !== stored.version) {
        refuse('edit.conflict', {
          currentVersion: stored.version,
          changedBy: 'Mme Sophie LEROUX',
          changedAt: '2026-11-24T13:40:00.000Z',
        })
      }
      stored = { settings: input.settings, version: input.expectedVersion + 1 }
      return stored
    },
  })
  await seat.type('phone', '05 56 00 00 01')
  await seat.type('town', 'Verdon')
  stored = { settings: { ...settings, town: 'Soulac-sur-Mer', email: 'accueil@tilleuls.test' }, version: 5 }
  await seat.press('s', save)
  expect(seat.text()).toContain('Mme Sophie LEROUX a modifié 2 champs à')
  expect(seat.text()).toContain('Votre saisie est gardée.')
  // The town was changed on both sides: a choice is asked before anything is written.
  await seat.press('s', save)
  expect(seat.text()).toContain('modifié des deux côtés')
  expect(stored.version).toBe(5)
  await seat.click('Reprendre ces choix')
  await seat.press('s', save)
  expect(stored).toMatchObject({
    version: 6,
    settings: { phone: '05 56 00 00 01', town: 'Verdon', email: 'accueil@tilleuls.test' },
  })
})

test('a cut line keeps what is typed on the screen', async () => {
  const seat = await sitAtCabinet({
    'settings.update': () => {
      throw new Error('cut')
    },
  })
  await seat.type('phone', '05 56 00 00 01')
  await seat.press('s', save)
  // The client gives the next line a moment before it calls this one lost.
  await seat.settle(100)
  expect(seat.text()).toContain('Le poste ne répond plus')
  expect(document.querySelector<HTMLInputElement>('[data-field="phone"] input')?.value).toBe('05 56 00 00 01')
})

test('sections that a role may not see are not offered, and one reached all the same says so', async () => {
  const seat = await sitAsAdministrator(<SettingsScreen section="security" onSection={() => {}} />, {
    'sessions.current': () => ({ session: sessionWith(['patient.read', 'people.read']) }),
  })
  leave = seat.leave
  const offered = [...document.querySelectorAll('nav button')].map((item) => item.textContent)
  expect(offered).toEqual([
    'Cabinet',
    'Utilisateurs',
    'Tags',
    'Modèles de courriers',
    'Téléservices',
    'Vérification des INS',
    'Ma carte',
    'Lecteurs',
    'Mon mot de passe',
  ])
  expect(seat.text()).toContain('Cette section n’est pas ouverte à votre rôle.')
})
