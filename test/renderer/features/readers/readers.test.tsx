import { act } from 'react'
import { expect, onTestFinished, test, vi } from 'vitest'
import type { DeviceSettings, Diagnostic, WorkstationState } from '#app/devices/workstation.ts'
import {
  CabinetProvider,
  connectLink,
  type Link,
  type WorkstationClient,
  type WorkstationView,
} from '#renderer/client/index.ts'
import { ReadersIndicator, ReadersSection } from '#renderer/features/readers/index.ts'
// Loaded already: it is drawn as soon as it is asked for.
import '#renderer/features/readers/ReadersSection.tsx'
import { draw, one, write } from '#test/renderer/ui/draw.tsx'

const ready: WorkstationState = {
  service: 'ready',
  training: false,
  readers: [
    {
      name: 'Gemalto PC Twin Reader 00 00',
      status: 'card',
      training: false,
      card: { kind: 'cps', model: 'CPS4', atr: '3B9B18', insertion: 1, training: false },
    },
    { name: 'Gemalto PC Twin Reader 01 00', status: 'mute', training: false, card: null },
  ],
}
const absent: WorkstationView = { status: 'absent', state: null, workstation: null, generation: 0 }

/** A page of a computer whose readers are so; `told` shows another state of its line. */
async function sit(first: Partial<WorkstationView> = {}) {
  let settings: DeviceSettings = { cardModulePath: null, vitaleLibraryPath: null }
  const configured: DeviceSettings[] = []
  const listeners = new Set<() => void>()
  let isFull = false
  const diagnosed = (): Diagnostic => ({
    state: view.state ?? ready,
    module: { status: 'not-installed', path: '/opt/santesocial/module.so', description: '' },
    vitaleLibrary: { status: 'not-installed', path: null },
    library: 'libpcsclite.so.1',
    drivers: [{ reader: 'Gemalto PC Twin Reader 00 00', maker: 'Gemalto', version: '1.5' }],
    errors: [{ at: '2026-11-24T13:32:00.000Z', reader: null, doing: 'follow', code: 'SCARD_E_NO_SERVICE' }],
    settings,
  })
  const workstation = {
    diagnose: async () => diagnosed(),
    configure: async (wanted: DeviceSettings) => {
      if (isFull) throw new Error('disk full')
      configured.push(wanted)
      settings = wanted
      return diagnosed()
    },
  } as unknown as WorkstationClient
  let view: WorkstationView = { status: 'ready', state: ready, workstation, generation: 1, ...first }
  const line = {
    view: () => view,
    subscribe: (listener: () => void) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
  const link = { call: () => Promise.reject(new Error('no core is asked')) } as unknown as Link
  const onOpen = vi.fn<() => void>()
  await draw(
    <CabinetProvider connection={connectLink(link, line)}>
      <ReadersSection />
      <ReadersIndicator onOpen={onOpen} />
    </CabinetProvider>,
  )
  const settle = () => act(async () => new Promise((resolve) => setTimeout(resolve, 30)))
  await settle()
  await settle()
  const button = (words: string) => {
    const found = [...document.querySelectorAll('button')].find(
      (each) => each.textContent?.includes(words) === true || each.getAttribute('aria-label')?.includes(words) === true,
    )
    if (found === undefined) throw new Error(`no button ${words}`)
    return found
  }
  return {
    onOpen,
    configured,
    button,
    settle,
    text: () => [...document.querySelectorAll('section, footer')].map((part) => part.textContent).join(' '),
    click: async (words: string) => {
      await act(async () => button(words).click())
      await settle()
    },
    fill: () => {
      isFull = true
    },
    told: async (next: Partial<WorkstationView>) => {
      view = { ...view, ...next }
      await act(async () => {
        for (const listener of listeners) listener()
      })
      await settle()
    },
  }
}

test('each reader, its card by its ATR, its driver, its module and what failed; what is wrong says what to do', async () => {
  const { text, button } = await sit()
  for (const words of [
    'Gemalto PC Twin Reader 00 00',
    'Pilote : Gemalto 1.5',
    'CPS4',
    'ATR 3B 9B 18',
    'Carte muette',
    'puce vers le haut',
    'en marche, libpcsclite.so.1',
    'CryptoLib',
    '/opt/santesocial/module.so',
    'suivi des lecteurs',
    'SCARD_E_NO_SERVICE',
  ]) {
    expect(text()).toContain(words)
  }
  expect(button('Lecteurs de cartes').textContent).toBe('Carte muette')
})

test('the indicator follows the line, and opens the diagnostic', async () => {
  const { told, button, onOpen, click, text } = await sit()
  const words = () => button('Lecteurs de cartes').textContent
  await told({ state: { ...ready, readers: [] } })
  expect(words()).toBe('Aucun lecteur')
  expect(text()).toContain('Aucun lecteur n’est branché.')
  await told({ state: { ...ready, service: 'service-lost', readers: [] } })
  expect(words()).toBe('Service des cartes perdu')
  await told({ status: 'lost', workstation: null })
  expect(words()).toBe('Lecteurs : reprise…')
  expect(text()).toContain('Les lecteurs de ce poste ne répondent pas.')
  await click('Lecteurs de cartes')
  expect(onOpen).toHaveBeenCalledOnce()
})

test('a page without readers says so, and shows no indicator', async () => {
  const { text, button } = await sit(absent)
  expect(text()).toContain('Cette page n’a pas de lecteur de cartes.')
  expect(() => button('Lecteurs de cartes')).toThrow('no button')
  expect(() => button('Copier le diagnostic')).toThrow('no button')
})

test('the diagnostic is copied as text; refused by the system, it is shown to be selected', async () => {
  const copied = vi.spyOn(navigator.clipboard, 'writeText').mockResolvedValueOnce()
  onTestFinished(() => copied.mockRestore())
  const { click, text } = await sit()
  await click('Copier le diagnostic')
  expect(copied.mock.calls[0]?.[0]).toContain('- Gemalto PC Twin Reader 00 00 : Carte présente')
  expect(text()).toContain('Copié, sans donnée de personne')
  copied.mockRejectedValueOnce(new Error('denied'))
  await click('Copier le diagnostic')
  expect(one('pre').textContent).toContain('Service des cartes : en marche')
})

test('a place of a module is judged before it is kept, and a disk that refuses is told', async () => {
  const { click, configured, text, fill } = await sit()
  const [module] = document.querySelectorAll('input')
  if (module === undefined) throw new Error('no field')
  await write(module, '//serveur/partage/module.so')
  await click('Enregistrer les emplacements')
  expect(configured).toEqual([])
  expect(text()).toContain('Un emplacement complet sur un disque de cet ordinateur')
  await write(module, ' /opt/autre/module.so ')
  await click('Enregistrer les emplacements')
  const kept = { cardModulePath: '/opt/autre/module.so', vitaleLibraryPath: null, vitaleByCommands: true }
  expect(configured).toEqual([kept])
  fill()
  const [again] = document.querySelectorAll('input')
  if (again === undefined) throw new Error('no field')
  await write(again, '')
  await click('Enregistrer les emplacements')
  expect(text()).toContain('le disque a refusé')
})
