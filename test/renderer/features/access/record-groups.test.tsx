import { act } from 'react'
import { afterEach, expect, test } from 'vitest'
import { RecordGroups } from '#renderer/features/access/index.ts'
import { sessionWith } from '#test/renderer/features/settings/administrator.tsx'
import { refuse, sitAt } from '#test/renderer/features/patients/seat.tsx'
import { one } from '#test/renderer/ui/draw.tsx'
import { common, idOf, maternity, ofHelene } from './groups.ts'

const patientId = idOf(100)
let leave: (() => Promise<unknown>) | undefined
afterEach(async () => {
  await leave?.()
  leave = undefined
})

async function sitAtRecord(answers: Record<string, (input: never) => unknown> = {}, enabled = true) {
  const lost: string[] = []
  const seat = await sitAt(<RecordGroups patientId={patientId} onLost={() => lost.push(patientId)} />, {
    'sessions.current': () => ({ session: sessionWith(['patient.read', 'access.assign', 'access.emergency']) }),
    'access.marks': () => ({ enabled, groups: [common, ofHelene, maternity], ownGroupIds: [ofHelene.groupId] }),
    'access.ofPatient': () => ({ enabled, groups: [common, ofHelene], version: 7 }),
    ...answers,
  })
  leave = seat.leave
  return { ...seat, lost }
}

const tap = (element: HTMLElement) => act(async () => element.click())
const pencil = 'button[aria-label="Modifier les groupes d’accès"]'

test('a record shows the badge and the tag of its groups, and nothing while groups are not shown', async () => {
  const seat = await sitAtRecord({
    'access.ofPatient': () => ({ enabled: true, groups: [common, maternity], version: 7 }),
  })
  expect(seat.text()).toContain('PPublicSMMaternité')
  await seat.leave()
  const without = await sitAtRecord({}, false)
  expect(without.text()).not.toContain('Public')
  expect(without.asked('access.ofPatient')).toEqual([])
})

test('who may not assign groups has no pencil', async () => {
  await sitAtRecord({ 'sessions.current': () => ({ session: sessionWith(['patient.read']) }) })
  expect(document.querySelector(pencil)).toBeNull()
})

test('« Public » cannot be taken out; the others are saved on the version that was read', async () => {
  const seat = await sitAtRecord({
    'access.assign': () => ({ groups: [common], version: 8, lostSight: false }),
  })
  await tap(one(pencil))
  expect(
    [...document.querySelectorAll('button[aria-label^="Retirer"]')].map((each) => each.getAttribute('aria-label')),
  ).toEqual(['Retirer Dr Hélène MARCHAND'])
  expect(seat.text()).toContain('Publicne se retire pas')
  await tap(one('button[aria-label="Retirer Dr Hélène MARCHAND"]'))
  await seat.click('Enregistrer')
  expect(seat.asked('access.assign')).toEqual([
    { patientId, expectedVersion: 7, groupIds: [common.groupId], mayLoseSight: false },
  ])
  expect(document.querySelector(pencil)).not.toBeNull()
})

test('losing sight of the record is asked before it is done, and Échap keeps it', async () => {
  const seat = await sitAtRecord({
    'access.assign': (input: { mayLoseSight: boolean }) =>
      input.mayLoseSight ? { groups: [common], version: 8, lostSight: true } : refuse('access.would-lose-sight', {}),
  })
  await tap(one(pencil))
  await tap(one('button[aria-label="Retirer Dr Hélène MARCHAND"]'))
  await seat.click('Enregistrer')
  expect(seat.text()).toContain('Vous ne verrez plus ce dossier.')
  expect(seat.text()).toContain('En urgence, l’accès avec motif reste possible')
  await seat.click('Garder l’accès')
  expect(seat.lost).toEqual([])
  await seat.click('Enregistrer')
  await seat.click('Enregistrer et perdre l’accès')
  expect(seat.asked('access.assign').map(({ mayLoseSight }) => mayLoseSight)).toEqual([false, false, true])
  expect(seat.lost).toEqual([patientId])
})

test('groups changed meanwhile by a colleague are shown before anything is written over', async () => {
  const seat = await sitAtRecord({
    'access.assign': () =>
      refuse('edit.conflict', {
        currentVersion: 8,
        changedBy: 'Mme Sophie LEROUX',
        changedAt: '2026-11-24T13:40:00.000Z',
      }),
  })
  await tap(one(pencil))
  await seat.click('Enregistrer')
  expect(seat.text()).toContain('Mme Sophie LEROUX a modifié cet élément entre-temps.')
  expect(seat.asked('access.ofPatient').length).toBeGreaterThan(1)
})
