import { act } from 'react'
import { expect, onTestFinished, test } from 'vitest'
import type { TrainingCard } from '#app/devices/workstation.ts'
import {
  CabinetProvider,
  connectLink,
  type Link,
  type WorkstationClient,
  type WorkstationView,
} from '#renderer/client/index.ts'
import { TrainingReader } from '#renderer/features/training-reader/index.ts'
import { draw } from '#test/renderer/ui/draw.tsx'

const deck: readonly TrainingCard[] = [
  { cardId: 'cps-marchand', kind: 'cps', label: 'CPS de Dr Hélène MARCHAND, code 1234', inserted: true },
  { cardId: 'vitale-lacaze', kind: 'vitale', label: 'Carte Vitale de Françoise LACAZE', inserted: false },
]

/** A workstation with this deck (`null`: built without one), and the panel of a seat that has it. */
async function openPanel(seat: {
  readonly cards?: readonly TrainingCard[] | null
  readonly status?: 'absent' | 'lost'
}) {
  const asked: string[] = []
  const { cards = deck, status } = seat
  const listeners = new Set<() => void>()
  const show = (training: boolean, standing: WorkstationView['status'] = 'ready') => {
    view = {
      status: standing,
      state: standing === 'absent' ? null : { service: 'library-absent', readers: [], training },
      workstation: standing === 'ready' ? workstation : null,
      generation: 1,
    }
    for (const tell of listeners) tell()
  }
  const workstation = {
    startTraining: async () => {
      asked.push('start')
      if (cards !== null) show(true)
      return { started: cards !== null, cards: cards ?? [] }
    },
    trainingCards: async () => ({ cards }),
    withdrawTrainingCard: async ({ cardId }: { readonly cardId: string }) => {
      asked.push(`withdraw ${cardId}`)
      return { done: true }
    },
    stopTraining: async () => {
      asked.push('stop')
      show(false)
      return {}
    },
  } as unknown as WorkstationClient
  let view: WorkstationView = { status: 'connecting', state: null, workstation: null, generation: 1 }
  show(false, status ?? 'ready')
  const readers = {
    view: () => view,
    subscribe: (listener: () => void) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
  globalThis.sessionStorage.clear()
  onTestFinished(() => globalThis.sessionStorage.clear())
  const link = { call: () => new Promise(() => undefined) } as unknown as Link
  await draw(
    <CabinetProvider connection={connectLink(link, readers)}>
      <TrainingReader />
    </CabinetProvider>,
  )
  const settle = () => act(async () => new Promise((resolve) => setTimeout(resolve, 20)))
  const press = async (label: string) => {
    const found = [...document.querySelectorAll('button')].find(
      (button) => button.textContent === label || button.getAttribute('aria-label') === label,
    )
    if (found === undefined) throw new Error(`no button ${label}`)
    await act(async () => found.click())
    await settle()
  }
  await press('Lecteur de formation')
  const panel = () => document.querySelector('section[aria-label="Lecteur de formation"]')
  return {
    asked,
    press,
    panel,
    said: () => panel()?.textContent ?? null,
    end: () => act(async () => show(false)).then(settle),
  }
}

test('the reader is plugged in when the panel is opened, shows its cards with their codes, and goes when it is unplugged', async () => {
  const { asked, said, press, panel } = await openPanel({})
  expect(asked).toEqual(['start'])
  expect(said()).toContain('CPS de Dr Hélène MARCHAND, code 1234')
  expect(said()).toContain('Lecteur vide.')
  await press('Retirer la CPS')
  expect(asked).toEqual(['start', 'withdraw cps-marchand'])
  expect(document.activeElement?.textContent).toBe('Changer de CPS')
  await press('Débrancher le lecteur')
  expect(asked.at(-1)).toBe('stop')
  expect(panel()).toBeNull()
})

test('hidden, it stays plugged in', async () => {
  const { asked, press, panel } = await openPanel({})
  await press('Masquer le lecteur de formation')
  expect(panel()).toBeNull()
  expect(asked).toEqual(['start'])
  expect(globalThis.sessionStorage).toHaveLength(0)
})

test('where there are no readers, or no training cards, it says so and shows no button that does nothing', async () => {
  const absent = await openPanel({ status: 'absent' })
  expect(absent.said()).toContain('l’ordinateur qui garde le cabinet')
  expect(absent.asked).toEqual([])
  expect(absent.panel()?.querySelectorAll('button')).toHaveLength(1)
  await absent.press('Masquer le lecteur de formation')
})

test('a program built without training cards says so', async () => {
  const { said, press } = await openPanel({ cards: null })
  expect(said()).toContain('sans ses cartes de formation')
  await press('Masquer le lecteur de formation')
})

test('readers that do not answer are said to come back', async () => {
  const { said, press } = await openPanel({ status: 'lost' })
  expect(said()).toContain('Nouvel essai dans un instant')
  await press('Masquer le lecteur de formation')
})

test('a reader that stopped by itself is plugged in again when asked', async () => {
  const { asked, said, press, end } = await openPanel({})
  await end()
  expect(said()).toContain('s’est arrêté')
  await press('Rebrancher')
  expect(asked).toEqual(['start', 'start'])
  expect(said()).toContain('code 1234')
  await press('Masquer le lecteur de formation')
})
