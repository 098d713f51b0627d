import { act } from 'react'
import { afterEach, expect, test } from 'vitest'
import type { Permission } from '#app/kernel/permissions.ts'
import { EmergencyBand, EmergencyNotices, EmergencyProvider, useEmergency } from '#renderer/features/access/index.ts'
import { sessionWith } from '#test/renderer/features/settings/administrator.tsx'
import { refuse, sitAt } from '#test/renderer/features/patients/seat.tsx'
import { one, write } from '#test/renderer/ui/draw.tsx'
import { common, idOf, ofHelene, users } from './groups.ts'

let leave: (() => Promise<unknown>) | undefined
afterEach(async () => {
  await leave?.()
  leave = undefined
})

function Ask() {
  const emergency = useEmergency()
  return emergency === null ? <p>pas d’urgence</p> : <Opener onOpen={emergency} />
}

function Opener({ onOpen }: { onOpen: () => void }) {
  return (
    <button type="button" onClick={onOpen}>
      Urgence
    </button>
  )
}

interface Place {
  readonly may?: readonly Permission[]
  readonly ownGroupIds?: readonly string[]
  readonly answers?: Record<string, (input: never) => unknown>
}

async function sit({ may = ['patient.read', 'access.emergency'], ownGroupIds = [ofHelene.groupId], answers }: Place) {
  const opened: (readonly string[])[] = []
  const seat = await sitAt(
    <EmergencyProvider onOpened={(patientIds) => opened.push(patientIds)}>
      <Ask />
    </EmergencyProvider>,
    {
      'sessions.current': () => ({ session: sessionWith(may) }),
      'access.marks': () => ({ enabled: true, groups: [common, ofHelene], ownGroupIds }),
      ...answers,
    },
  )
  leave = seat.leave
  return { ...seat, opened }
}

const field = (name: string) => {
  const label = [...document.querySelectorAll('[role="dialog"] label')].find((each) => each.textContent === name)
  return one<HTMLInputElement>(`#${CSS.escape(label?.getAttribute('for') ?? '')}`)
}
const submit = () => act(async () => one<HTMLButtonElement>('[role="dialog"] button[type="submit"]').click())

async function writeReason(text: string) {
  const area = one<HTMLTextAreaElement>('[role="dialog"] textarea')
  await act(async () => {
    Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, 'value')?.set?.call(area, text)
    area.dispatchEvent(new Event('input', { bubbles: true }))
  })
}

async function fillIn(reason: string) {
  await write(field('Nom de naissance'), 'Bertin')
  await write(field('Prénom de naissance'), 'Françoise')
  await write(field('Date de naissance'), '09/11/1958')
  await writeReason(reason)
}

test('it is offered to who is limited and may, to nobody else', async () => {
  expect((await sit({})).text()).toContain('Urgence')
  await leave?.()
  expect((await sit({ ownGroupIds: [common.groupId] })).text()).toContain('pas d’urgence')
  await leave?.()
  expect((await sit({ may: ['patient.read'] })).text()).toContain('pas d’urgence')
})

test('it asks the whole of the traits and a reason that says something, then opens the records', async () => {
  const seat = await sit({
    answers: {
      'access.requestEmergency': () => ({ patientIds: [idOf(100)], endsAt: '2026-11-24T15:32:00.000Z' }),
    },
  })
  await seat.click('Urgence')
  expect(document.body.textContent).toContain('l’accès sera journalisé')
  expect(document.body.textContent).toContain('L’accès dure 2 heures. Le praticien du dossier en est averti')
  await fillIn('urgence')
  await submit()
  expect(seat.asked('access.requestEmergency')).toEqual([])
  expect(document.body.textContent).toContain('10 caractères au moins')
  await writeReason('Malaise en salle d’attente')
  await submit()
  await seat.settle()
  expect(seat.asked('access.requestEmergency')).toEqual([
    {
      request: {
        birthName: 'Bertin',
        firstName: 'Françoise',
        birthDate: '1958-11-09',
        reason: 'Malaise en salle d’attente',
      },
    },
  ])
  expect(seat.opened).toEqual([[idOf(100)]])
  expect(document.querySelector('[role="dialog"]')).toBeNull()
})

test('a refusal tells no trait from another, and a delay is counted down with the button off', async () => {
  let tries = 0
  const seat = await sit({
    answers: {
      'access.requestEmergency': () => {
        tries += 1
        return tries === 1 ? refuse('access.nobody-matches', {}) : refuse('access.wait', { retryAfterMs: 30_000 })
      },
    },
  })
  await seat.click('Urgence')
  await fillIn('Malaise en salle d’attente')
  await submit()
  await seat.settle()
  expect(document.body.textContent).toContain('Aucun dossier ne s’ouvre avec ces traits.')
  await submit()
  await seat.settle(300)
  expect(document.body.textContent).toContain('Réessayez dans 30')
  expect(one<HTMLButtonElement>('[role="dialog"] button[type="submit"]').disabled).toBe(true)
})

const access = {
  emergencyId: idOf(200),
  patientId: idOf(100),
  patientName: 'LACAZE Françoise',
  userId: users.yanis,
  displayName: 'Dr Paul ESTÈVE',
  reason: 'Malaise en salle d’attente',
  startedAt: new Date(Date.now() - 60_000).toISOString(),
  endsAt: new Date(Date.now() + 7_100_000).toISOString(),
  endedAt: null,
  acknowledged: false,
}

test('the record opened says until when, and « Terminer » closes it', async () => {
  let over = 0
  const seat = await sitAt(
    <EmergencyBand
      patientId={access.patientId}
      onOver={() => {
        over += 1
      }}
    />,
    {
      'access.emergencies': () => ({ own: [access], concerning: [] }),
      'access.endEmergency': () => ({ ended: true }),
    },
  )
  leave = seat.leave
  expect(seat.text()).toMatch(/Accès d’urgence jusqu’à \d\d:\d\d/)
  await seat.click('Terminer')
  expect(seat.asked('access.endEmergency')).toEqual([{ emergencyId: access.emergencyId }])
  expect(over).toBe(1)
})

test('an access that is over, or to another record, has no band', async () => {
  const ended = { ...access, endsAt: new Date(Date.now() - 1000).toISOString() }
  const seat = await sitAt(<EmergencyBand patientId={access.patientId} onOver={() => {}} />, {
    'access.emergencies': () => ({ own: [ended, { ...access, patientId: idOf(101) }], concerning: [] }),
  })
  leave = seat.leave
  expect(seat.text()).not.toContain('Accès d’urgence')
})

test('the practitioner concerned is told who, which record and why, until they say « Vu »', async () => {
  let seen = false
  const seat = await sitAt(<EmergencyNotices />, {
    'access.emergencies': () => ({ own: [], concerning: [{ ...access, acknowledged: seen }] }),
    'access.acknowledgeEmergency': () => {
      seen = true
      return { acknowledged: true }
    },
  })
  leave = seat.leave
  expect(seat.text()).toContain('Accès d’urgence : Dr Paul ESTÈVE a ouvert le dossier de LACAZE Françoise.')
  expect(seat.text()).toContain('Motif : Malaise en salle d’attente')
  await seat.click('Vu')
  expect(seat.asked('access.acknowledgeEmergency')).toEqual([{ emergencyId: access.emergencyId }])
  expect(seat.text()).not.toContain('ESTÈVE')
})
