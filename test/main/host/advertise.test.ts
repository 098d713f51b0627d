import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { expect, test } from 'vitest'
import { listenForHosts } from '#main/electron/browse-hosts.ts'
import { advertiseHost, discoveryName } from '#main/host/advertise.ts'

const hostId = '7f3a'.repeat(8)

/** What goes by on the mDNS group of this computer, as text, while `work` runs; `null` where multicast does not pass. */
async function overheard(work: () => Promise<void>): Promise<string | null> {
  const socket = createSocket({ type: 'udp4', reuseAddr: true })
  try {
    socket.bind(5353)
    await once(socket, 'listening')
    socket.addMembership('224.0.0.251')
  } catch {
    socket.close()
    return null
  }
  const heard: Buffer[] = []
  socket.on('message', (message) => heard.push(message))
  await work()
  socket.close()
  return Buffer.concat(heard).toString('latin1')
}

test('a host is found by its drawn identifier, and goes silent when sharing stops', async (context) => {
  let found: Awaited<ReturnType<typeof listenForHosts>> = []
  const failures: unknown[] = []
  const said = await overheard(async () => {
    const stop = advertiseHost({ hostId, port: 8443 }, (error) => failures.push(error))
    found = await listenForHosts(4_000, async (one) => one.hostId === hostId)
    stop()
  })
  if (said === null || failures.length > 0 || found.length === 0) {
    return context.skip('multicast does not pass on this computer: discovery was not proved')
  }
  expect(found).toMatchObject([{ hostId, name: 'Cabinet Ouvert 7F3A', place: { port: 8443 } }])
  expect(said).toContain('cabinet-7f3a7f3a')
  expect(said).not.toMatch(/Tilleul|formation/i)
}, 10_000)

test('the name says which host and nothing of the cabinet', () => {
  expect(discoveryName(hostId)).toBe('Cabinet Ouvert 7F3A')
})
