import { act, type ReactNode } from 'react'
import { expect, test } from 'vitest'
import type { KnownHost } from '#app/devices/network.ts'
import { CabinetProvider, connectLink, type Link, type SeatClient } from '#renderer/client/index.ts'
import { HostLine } from '#renderer/features/opening/HostLine.tsx'
import { JoinHost } from '#renderer/features/opening/JoinHost.tsx'
import { NetworkCabinets } from '#renderer/features/opening/NetworkCabinets.tsx'
import { draw, one, write } from '#test/renderer/ui/draw.tsx'

const link = {
  call: async (path: readonly string[]) =>
    path.join('.') === 'cabinet.describe'
      ? { seatName: 'PC-7', programVersion: '0', cabinetsFolder: '/c', atHost: true }
      : { session: null },
} as unknown as Link

const host: KnownHost = {
  hostId: 'a'.repeat(32),
  name: 'CABINET-1',
  address: '192.168.1.20:8443',
  seatName: 'Accueil',
  reachable: true,
  keyInKeyring: false,
}

/** A window of the program whose seat gives these answers, and what it was asked. */
async function sit(screen: ReactNode, answers: Readonly<Record<string, unknown>>, lost = false) {
  const asked: (readonly [string, unknown])[] = []
  const seat = new Proxy({} as SeatClient, {
    get: (_seat, name) =>
      name === 'then'
        ? undefined
        : async (input: unknown) => {
            asked.push([String(name), input])
            return answers[String(name)] ?? {}
          },
  })
  const line = connectLink(link)
  const down = { kind: 'lost', since: new Date() } as const
  const connection = { ...line, seat: Promise.resolve(seat), ...(lost ? { state: () => down } : {}) }
  await draw(<CabinetProvider connection={connection}>{screen}</CabinetProvider>)
  const settle = () => act(async () => new Promise((resolve) => setTimeout(resolve, 30)))
  await settle()
  return {
    asked: (name: string) => asked.filter(([operation]) => operation === name).map(([, input]) => input),
    text: () => document.body.textContent?.replaceAll('\u00a0', ' ') ?? '',
    field: (label: string) => {
      const found = [...document.querySelectorAll('label')].find((each) => each.textContent?.startsWith(label))
      return one<HTMLInputElement>(`#${CSS.escape(found?.htmlFor ?? '')}`)
    },
    click: async (label: string) => {
      const button = [...document.querySelectorAll('button')].findLast(
        (each) => each.textContent?.includes(label) === true || each.getAttribute('aria-label') === label,
      )
      if (button === undefined) throw new Error(`no button ${label}`)
      await act(async () => button.click())
      await settle()
    },
  }
}

test('nothing is asked of a host until the address, the code and a name are there', async () => {
  const seat = await sit(<JoinHost onBack={() => {}} />, { discoverHosts: { hosts: [] } })
  expect(seat.field('Nom de ce poste').value).toBe('PC-7')
  await seat.click('Joindre')
  expect(seat.text()).toContain('À renseigner.')
  expect(seat.asked('pairHost')).toEqual([])
})

test('a host heard on the network gives its address; once joined, the window goes there', async () => {
  const seat = await sit(<JoinHost onBack={() => {}} />, {
    discoverHosts: { hosts: [{ name: 'Cabinet Ouvert 7F3A', address: host.address, known: false }] },
    pairHost: { ok: true, host },
  })
  await seat.click('Cabinet Ouvert 7F3A')
  await write(seat.field('Code'), '7f3a2 qx9kd')
  await seat.click('Joindre')
  expect(seat.asked('pairHost')).toEqual([{ address: host.address, code: '7f3a2 qx9kd', seatName: 'PC-7' }])
  expect(seat.asked('connectTo')).toEqual([{ hostId: host.hostId }])
  expect(seat.text()).toContain('CABINET-1 est joint')
  expect(seat.text()).toContain('dans un fichier lisible par ce compte seulement')
  expect(seat.field('Code').value).toBe('')
})

test.each([
  ['code-refused', 'Code', 'L’hôte n’a pas reconnu ce code.'],
  ['unreachable', 'Adresse', 'Aucun hôte ne répond à cette adresse.'],
  ['host-unproven', null, 'n’a pas prouvé qu’il connaît ce code. Rien ne lui a été confié.'],
])('a refusal %s is said where it can be put right', async (problem, label, sentence) => {
  const seat = await sit(<JoinHost onBack={() => {}} />, {
    discoverHosts: { hosts: [] },
    pairHost: { ok: false, problem },
  })
  await write(seat.field('Adresse'), '192.168.1.20')
  await write(seat.field('Code'), '7F3A2-QX9KD')
  await seat.click('Joindre')
  expect(seat.text()).toContain(sentence)
  for (const each of ['Adresse', 'Code'])
    expect(seat.field(each).getAttribute('aria-invalid') === 'true').toBe(each === label)
  expect(seat.asked('connectTo')).toEqual([])
})

test('known hosts say whether they answer; one is opened, another forgotten after a question', async () => {
  const off = { ...host, hostId: 'b'.repeat(32), name: 'SALLE-2', reachable: false }
  const seat = await sit(<NetworkCabinets line={{ host: null, failure: null }} onJoin={() => {}} />, {
    knownHosts: { hosts: [host, off] },
  })
  expect(seat.text()).toMatch(/CABINET-1.*répond.*SALLE-2.*ne répond pas/)
  expect(seat.text()).not.toContain('Revenir aux cabinets de ce poste')
  await seat.click('CABINET-1')
  expect(seat.asked('connectTo')).toEqual([{ hostId: host.hostId }])
  await seat.click('Oublier SALLE-2')
  expect(seat.asked('forgetHost')).toEqual([])
  await seat.click('Oublier cet hôte')
  expect(seat.asked('forgetHost')).toEqual([{ hostId: off.hostId }])
})

test.each([
  ['unreachable', 'Vérifiez que CABINET-1 est allumé'],
  ['not-recognized', 'Un ordinateur répond à la place de CABINET-1'],
  ['dates-disagree', 'Réglez la date et l’heure des deux ordinateurs'],
  ['revoked', 'CABINET-1 n’admet plus ce poste'],
  ['key-missing', 'Ce poste n’a plus sa clé pour CABINET-1'],
])('a line down because %s says why, and leads back to this computer', async (failure, sentence) => {
  const seat = await sit(
    <HostLine otherwise="coupé" />,
    { lineState: { host: { hostId: host.hostId, name: host.name }, failure } },
    true,
  )
  expect(seat.text()).toContain(sentence)
  await seat.click('Revenir aux cabinets de ce poste')
  expect(seat.asked('connectTo')).toEqual([{ hostId: null }])
})

test('a line to this computer that is down says what it always said', async () => {
  const seat = await sit(<HostLine otherwise="coupé" />, { lineState: { host: null, failure: null } }, true)
  expect(seat.text()).toMatch(/coupé$/)
  expect(seat.text()).not.toContain('Revenir aux cabinets de ce poste')
})
