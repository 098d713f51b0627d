import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { setTimeout } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { listenForHosts } from '#main/electron/browse-hosts.ts'
import { advertiseHost, discoveryName } from '#main/host/advertise.ts'

const hostId = '7f3a'.repeat(8)
const probe = Buffer.from('cabinet ouvert, essai de multidiffusion')

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
  // A word of ours, sent by other means than what is proved: heard, whatever else is missing is a fault.
  socket.send(probe, 5353, '224.0.0.251', () => undefined)
  await setTimeout(300)
  if (!heard.some((message) => message.equals(probe))) {
    socket.close()
    return null
  }
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
  if (said === null) {
    return context.skip('multicast does not pass on this computer: discovery was not proved')
  }
  expect(failures).toEqual([])
  expect(found).toMatchObject([{ hostId, name: 'Cabinet Ouvert 7F3A', place: { port: 8443 } }])
  expect(said).toContain('cabinet-7f3a7f3a')
  expect(said).not.toMatch(/Tilleul|formation/i)
}, 10_000)

test('the name says which host and nothing of the cabinet', () => {
  expect(discoveryName(hostId)).toBe('Cabinet Ouvert 7F3A')
})
