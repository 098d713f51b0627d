import { useState } from 'react'
import { afterEach, describe, expect, test } from 'vitest'
import { PscSection, PscSignIn } from '#renderer/features/psc/index.ts'
import { type Answers, refuse } from '#test/renderer/features/patients/seat.tsx'
import { sitAsAdministrator } from '#test/renderer/features/settings/administrator.tsx'

const cabinetId = '01900000-0000-7000-8000-0000000000bb'
const userId = '01900000-0000-7000-8000-0000000000d1'
const attempt = { attemptId: 'try', bindingNumber: '07', channel: 'MOBILE', expiresInMs: 120_000 }
const save = { ctrlKey: true, code: 'KeyS' }
const button = 'S’identifier avec Pro Santé Connect'

let leave: (() => Promise<unknown>) | undefined
afterEach(async () => {
  await leave?.()
  leave = undefined
})

async function sitAtDoor(answers: Answers, open = true) {
  const entered: unknown[] = []
  const seat = await sitAsAdministrator(
    <PscSignIn
      cabinetId={open ? cabinetId : null}
      user={{ userId, displayName: 'Dr Hélène MARCHAND' }}
      size="dialog"
      onOpened={(session) => entered.push(session)}
    />,
    {
      'psc.describe': () => ({ offered: true, training: false }),
      'psc.begin': () => attempt,
      'psc.cancel': () => ({ cancelled: true }),
      ...answers,
    },
  )
  leave = seat.leave
  // A dialog is drawn outside the screen that opens it.
  const text = () => document.body.textContent?.replaceAll('\u00a0', ' ') ?? ''
  return { ...seat, entered, text }
}

/** Where the users are known a moment after the door is there. */
function LateUser() {
  const [user, setUser] = useState<{ userId: string; displayName: string } | null>(null)
  return (
    <>
      <button type="button" onClick={() => setUser({ userId, displayName: 'Dr Hélène MARCHAND' })}>
        Utilisateurs connus
      </button>
      <PscSignIn cabinetId={cabinetId} user={user} size="dialog" onOpened={() => undefined} />
    </>
  )
}

describe('the button', () => {
  test('is nowhere while the cabinet is closed, and nothing is asked', async () => {
    const seat = await sitAtDoor({}, false)
    expect(seat.text()).not.toContain(button)
    expect(seat.asked('psc.describe')).toEqual([])
  })

  test('is nowhere in a cabinet without a proxy', async () => {
    const seat = await sitAtDoor({ 'psc.describe': () => ({ offered: false, training: false }) })
    expect(seat.text()).not.toContain(button)
  })
})

describe('the person', () => {
  test('sees the number large, and is in once they approved', async () => {
    let answer: (value: unknown) => void = () => undefined
    const seat = await sitAtDoor({
      'psc.progress': () => new Promise((resolve) => (answer = resolve)),
      'psc.enter': () => ({ session: { userId } }),
    })
    await seat.click(button)
    await seat.click('Continuer')
    expect(seat.asked('psc.begin')).toEqual([{ cabinetId, who: { userId }, channel: 'MOBILE' }])
    expect(document.querySelector('output')?.textContent).toBe('07')
    expect(seat.text()).toContain('Ouvrez l’application e-CPS et vérifiez que ce nombre s’affiche.')
    expect(seat.text()).toMatch(/Il reste (2 min 00 s|1 min 59 s)/)
    answer({ stage: 'approved', activities: [{ label: 'CABINET', detail: '' }] })
    await seat.settle(20)
    expect(seat.asked('psc.enter')).toEqual([{ attemptId: 'try', activity: null }])
    expect(seat.entered).toEqual([{ userId }])
    expect(seat.asked('psc.cancel')).toEqual([])
  })

  test('who gives up leaves no telephone ringing', async () => {
    const seat = await sitAtDoor({ 'psc.progress': () => new Promise(() => undefined) })
    await seat.click(button)
    await seat.click('Continuer')
    await seat.click('Annuler')
    expect(seat.asked('psc.cancel')).toEqual([{ attemptId: 'try' }])
    expect(seat.entered).toEqual([])
  })

  test('pressed before the users are known, nobody is asked for a number once they are', async () => {
    const seat = await sitAsAdministrator(<LateUser />, {
      'psc.describe': () => ({ offered: true, training: false }),
    })
    leave = seat.leave
    const text = () => document.body.textContent ?? ''
    await seat.click(button)
    expect(text()).toContain('Numéro RPPS')
    await seat.click('Utilisateurs connus')
    expect(text()).toContain('Pour Dr Hélène MARCHAND.')
    expect(text()).not.toContain('11 chiffres')
  })

  test('without a number in the cabinet types theirs, which is judged before it leaves', async () => {
    let tries = 0
    const seat = await sitAtDoor({
      'psc.begin': () => {
        tries += 1
        return tries === 1 ? refuse('psc.no-rpps', {}) : attempt
      },
      'psc.progress': () => new Promise(() => undefined),
    })
    await seat.click(button)
    await seat.click('Continuer')
    expect(seat.text()).toContain('Aucun numéro RPPS n’est enregistré pour cet utilisateur.')
    expect(document.activeElement).toBe(document.querySelector('[role="dialog"] input'))
    await seat.click('Continuer')
    expect(seat.text()).toContain('Ce numéro RPPS n’est pas valable.')
    expect(tries).toBe(1)
  })

  test('is told that the proxy is down, and that the other ways open', async () => {
    const seat = await sitAtDoor({ 'psc.progress': () => refuse('psc.unavailable', { reason: 'unreachable' }) })
    await seat.click(button)
    await seat.click('Continuer')
    await seat.settle(20)
    expect(seat.text()).toContain(
      'le réseau ou le proxy e-Santé est coupé. La carte et le mot de passe ouvrent toujours.',
    )
    await seat.click('Recommencer')
    expect(seat.text()).toContain('Continuer')
  })
})

describe('« Paramètres › Pro Santé Connect »', () => {
  const stored = { settings: { proxyUrl: '', clientId: '', identityPath: '/send/userinfo' }, version: 0 }

  async function sitAtSettings(answers: Answers) {
    const seat = await sitAsAdministrator(<PscSection />, answers)
    leave = seat.leave
    return seat
  }

  test('takes an address and a name together, on the version that was read', async () => {
    const seat = await sitAtSettings({
      'psc.settings': () => ({ ...stored, training: false }),
      'psc.updateSettings': ({ settings }: { settings: object }) => ({ settings, version: 1 }),
    })
    await seat.type('proxyUrl', 'http://proxy.editeur.example')
    await seat.press('s', save)
    expect(seat.text()).toContain('Elle doit commencer par https://.')
    expect(seat.text()).toContain('Indiquez l’identifiant du logiciel auprès du proxy')
    expect(seat.asked('psc.updateSettings')).toEqual([])
    await seat.type('proxyUrl', 'https://proxy.editeur.example/')
    await seat.type('clientId', 'cabinet')
    await seat.press('s', save)
    expect(seat.asked('psc.updateSettings')).toEqual([
      {
        settings: {
          proxyUrl: 'https://proxy.editeur.example',
          clientId: 'cabinet',
          identityPath: '/send/userinfo',
        },
        expectedVersion: 0,
      },
    ])
  })

  test('are only told in the training cabinet', async () => {
    const seat = await sitAtSettings({ 'psc.settings': () => ({ ...stored, training: true }) })
    expect(seat.text()).toContain('Ce cabinet a son propre Pro Santé Connect.')
    expect(document.querySelectorAll('input')).toHaveLength(0)
  })
})
