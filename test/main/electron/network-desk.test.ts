import { mkdtemp, readdir, readFile, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { MessageChannel } from 'node:worker_threads'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { portLine } from '#app/kernel/lines.ts'
import type { Ports } from '#core/index.ts'
import type { NetworkQuestions } from '#main/electron/core-questions.ts'
import { type KnownHosts, knownHosts } from '#main/electron/known-hosts.ts'
import { type Announced, type NetworkDesk, networkDesk } from '#main/electron/network-desk.ts'
import { contractDigest } from '#main/wire/contract-digest.ts'
import { authorityOf } from '#main/wire/host-place.ts'
import { hostFolders } from '#test/main/wire/host-folders.ts'
import { type SharedHost, shareHost } from '#test/main/wire/network-host.ts'
import { openWorld, type World } from '#test/world/open-world.ts'

let world: World
let folders: Awaited<ReturnType<typeof hostFolders>>
let host: SharedHost
let folder: string
let announced: Announced[]
let hosts: KnownHosts
let desk: NetworkDesk

/** A keyring that keeps, or, unavailable, refuses. */
function keyringOf(available: boolean) {
  const kept = new Map<string, Uint8Array>()
  const keyring: NonNullable<Ports['keyring']> = {
    available: async () => available,
    keep: async (name, secret) => void kept.set(name, secret),
    find: async (name) => kept.get(name) ?? null,
    forget: async (name) => void kept.delete(name),
  }
  return { keyring, kept }
}

function deskWith(keyring: NonNullable<Ports['keyring']>): NetworkDesk {
  hosts = knownHosts(folder, keyring)
  const browse = async (_ms: number, isWanted?: (one: Announced) => Promise<boolean>) => {
    for (const one of announced) if ((await isWanted?.(one)) === true) break
    return announced
  }
  return networkDesk({ hosts, browse, seatsAtWork: async () => 3 })
}

beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world[Symbol.asyncDispose]())
beforeEach(async () => {
  folders = await hostFolders()
  host = await shareHost(world.core, folders)
  folder = await mkdtemp(join(tmpdir(), 'desk-'))
  announced = []
  desk = deskWith(keyringOf(true).keyring)
})
afterEach(async () => {
  desk.close()
  await host.close()
})

const ask = <A extends keyof NetworkQuestions>(act: A, asks: NetworkQuestions[A]['asks']) =>
  desk.answer({ type: 'network', question: 1, act, asks } as never) as Promise<NetworkQuestions[A]['answers']>

async function pair() {
  const answer = await ask('pair', { address: authorityOf(host.place), code: await host.code(), seatName: 'Accueil' })
  if (!answer.ok) throw new Error(answer.problem)
  return answer.host
}

/** A window's line through the desk: welcome, or how it ended. */
async function relayed(hostId: string): Promise<string> {
  const { port1, port2 } = new MessageChannel()
  desk.relay(port2, hostId)
  const end = portLine(port1, { contract: contractDigest(), program: '0.0.0-test', kind: 'electron' })
  port1.on('close', () => end.cut())
  port1.start()
  try {
    return (await end.welcome).seatName
  } catch {
    return 'cut'
  } finally {
    port1.close()
  }
}

test('a computer joined is known, answers, and is opened; once forgotten it is not', async () => {
  const { hostId } = await pair()
  expect(await ask('known', {})).toMatchObject([{ hostId, seatName: 'Accueil', reachable: true, keyInKeyring: true }])
  expect(await relayed(hostId)).toBe('Accueil')
  expect(await ask('line', { hostId })).toMatchObject({ failure: null })
  expect(await ask('forget', { hostId })).toBe(true)
  expect(await ask('forget', { hostId })).toBe(false)
  expect(await ask('known', {})).toEqual([])
  expect(await ask('line', { hostId })).toBeNull()
  expect(await relayed(hostId)).toBe('cut')
})

test('the key is with the keyring where there is one, else in a file of this account only, and said so', async () => {
  const { keyring, kept } = keyringOf(true)
  desk = deskWith(keyring)
  const { hostId } = await pair()
  const held = [...kept.values()].map((secret) => Buffer.from(secret).toString('utf8'))
  expect(held[0]).toContain('PRIVATE KEY')
  expect(await readdir(folder)).toEqual(['hosts.json'])
  expect(await readFile(join(folder, 'hosts.json'), 'utf8')).not.toContain('PRIVATE KEY')

  desk = deskWith(keyringOf(false).keyring)
  expect(await pair()).toMatchObject({ hostId, keyInKeyring: false })
  const file = join(folder, 'host-keys', `${hostId}.pem`)
  expect((await stat(file)).mode & 0o777).toBe(0o600)
  expect((await stat(join(folder, 'hosts.json'))).mode & 0o777).toBe(0o600)
  expect(await relayed(hostId)).toMatch(/^Accueil/)
})

test('a key that is gone is said, rather than a host that does not answer', async () => {
  const { keyring, kept } = keyringOf(true)
  desk = deskWith(keyring)
  const { hostId } = await pair()
  kept.clear()
  expect(await relayed(hostId)).toBe('cut')
  expect(await ask('line', { hostId })).toMatchObject({ failure: 'key-missing' })
})

test('a host whose address changed is found again by what it announces, and only itself', async () => {
  const { hostId } = await pair()
  const { port } = host.place
  const before = host
  await before.close()
  host = await shareHost(world.core, folders)
  expect(host.place.port).not.toBe(port)

  const impostor = await shareHost(world.core, await hostFolders())
  announced = [{ name: 'Cabinet Ouvert', hostId, place: impostor.place }]
  expect(await relayed(hostId)).toBe('cut')
  expect(await ask('line', { hostId })).toMatchObject({ failure: 'unreachable' })
  expect(await hosts.find(hostId)).toMatchObject({ place: before.place })

  announced = [{ name: 'Cabinet Ouvert', hostId, place: host.place }]
  await expect
    .poll(async () => {
      await relayed(hostId)
      return (await hosts.find(hostId))?.place
    })
    .toEqual(host.place)
  expect(await relayed(hostId)).toBe('Accueil')
  await impostor.close()
})

test('whoever announces itself first under the identifier of a host does not hide it', async () => {
  const { hostId } = await pair()
  const { port } = host.place
  await host.close()
  const impostor = await shareHost(world.core, await hostFolders(), port)
  host = await shareHost(world.core, folders)
  announced = [impostor, host].map(({ place }) => ({ name: 'Cabinet Ouvert', hostId, place }))
  await relayed(hostId)
  await expect.poll(async () => (await hosts.find(hostId))?.place).toEqual(host.place)
  expect(await relayed(hostId)).toBe('Accueil')
  await impostor.close()
})

test('what is announced is listed under its address, known or not', async () => {
  const { hostId } = await pair()
  announced = [
    { name: 'Cabinet Ouvert 7F3A', hostId, place: { hostname: '192.0.2.1', port: 8443 } },
    { name: 'Cabinet Ouvert 00AB', hostId: 'c'.repeat(32), place: { hostname: '2001:db8::1', port: 9000 } },
  ]
  expect(await ask('discover', {})).toEqual([
    { name: 'Cabinet Ouvert 7F3A', address: '192.0.2.1:8443', known: true },
    { name: 'Cabinet Ouvert 00AB', address: '[2001:db8::1]:9000', known: false },
  ])
  expect(await ask('at-work', {})).toBe(3)
})

test('what is no address is refused before anything is tried', async () => {
  const asked = await ask('pair', { address: 'https://a b/', code: '7F3A2QX9KD', seatName: 'Accueil' })
  expect(asked).toEqual({ ok: false, problem: 'address-refused' })
})
