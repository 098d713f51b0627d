import { existsSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ProxyAddress, SignInRequest } from '#core/ports/index.ts'
import { openEgress } from '#main/adapters/egress/egress.ts'
import { signInThroughProxy } from '#main/adapters/sign-in/sign-in.ts'
import { packagedSimulator, type RunningSimulator, startSimulator } from '#main/adapters/sign-in/training-proxy.ts'
import { makeServerIdentity } from '#test/simulators/proxy-esante/authority.ts'
import { type StartedSimulator, startProxyEsante } from '#test/simulators/proxy-esante/start.ts'
import { keptLog } from '#test/world/log.ts'

let simulator: StartedSimulator
/** Where nobody has more than a second to answer. */
let hasty: StartedSimulator
beforeAll(async () => {
  simulator = await startProxyEsante({ pollMs: 20 })
  hasty = await startProxyEsante({ pollMs: 20, expiresIn: 1 })
})
afterAll(async () => {
  await simulator.stop()
  await hasty.stop()
})

const asked = (proxy: ProxyAddress = { kind: 'training' }): SignInRequest => ({
  proxy,
  nationalId: '899700000005',
  bindingNumber: '42',
  channel: 'MOBILE',
  signal: new AbortController().signal,
})

function through(running: () => Promise<RunningSimulator>, log = keptLog()) {
  const egress = openEgress({ logger: log, elapsedMs: () => performance.now() })
  const trainingBackend = () => Promise.reject(new Error('no server stands behind the proxy here'))
  return signInThroughProxy({ egress, startSimulator: running, trainingBackend })
}

describe('nobody is identified', () => {
  test('when nobody answers in time', async () => {
    const signIn = through(async () => hasty)
    await expect(signIn.connect(asked())).rejects.toMatchObject({ reason: 'expired' })
  })

  test('when the certificate is of an authority that is not believed, and nothing was said', async () => {
    const { authority } = await makeServerIdentity()
    const before = simulator.proxy.asked.length
    const signIn = through(async () => ({ ...simulator, authority }))
    await expect(signIn.connect(asked())).rejects.toMatchObject({ reason: 'certificate' })
    expect(simulator.proxy.asked).toHaveLength(before)
  })

  test('when the proxy is down', async () => {
    const stopped = await startProxyEsante()
    await stopped.stop()
    await expect(through(async () => stopped).connect(asked())).rejects.toMatchObject({ reason: 'unreachable' })
  })

  test('when the simulator does not start; it is started again at the next try', async () => {
    let starts = 0
    const signIn = through(async () => {
      starts += 1
      throw new Error('not built')
    })
    for (let time = 1; time <= 2; time += 1) {
      await expect(signIn.connect(asked())).rejects.toMatchObject({ reason: 'unreachable' })
      expect(starts).toBe(time)
    }
    await signIn.dispose()
  })

  test.each([
    'https://127.0.0.1:1/esante',
    'https://localhost/esante',
    'http://proxy.editeur.example',
    'not an address',
  ])('at %s, which a real cabinet may not call', async (url) => {
    const log = keptLog()
    const proxy = { kind: 'proxy', url, clientId: 'x', identityPath: '' } as const
    const signIn = through(async () => simulator, log)
    await expect(signIn.connect(asked(proxy))).rejects.toMatchObject({ reason: 'address' })
  })
})

describe('the telephone of the training cabinet', () => {
  test('shows nothing before the first try, and starts nothing by itself', async () => {
    const signIn = through(async () => {
      throw new Error('nobody asked for it')
    })
    expect(await signIn.telephone.requests()).toEqual([])
    expect(await signIn.telephone.answer('x', true)).toBe(false)
  })

  test('answers nobody who does not know its secret', async () => {
    const stranger = through(async () => ({ ...simulator, telephoneSecret: 'guessed' }))
    const giveUp = new AbortController()
    const trying = stranger.connect({ ...asked(), signal: giveUp.signal }).catch((error: unknown) => error)
    const { requestId } = await simulator.telephone.nextRequest()
    expect(await stranger.telephone.requests()).toEqual([])
    expect(await stranger.telephone.answer(requestId, true)).toBe(false)
    giveUp.abort()
    await trying
    await expect.poll(() => simulator.telephone.waiting().length).toBe(0)
  })

  test('shows the number, and lets the person in', async () => {
    const signIn = through(async () => simulator)
    const trying = signIn.connect(asked())
    await simulator.telephone.nextRequest()
    const [request] = await signIn.telephone.requests()
    expect(request).toMatchObject({ displayName: 'HELENE MARCHAND', bindingNumber: '42', channel: 'MOBILE' })
    expect(await signIn.telephone.answer(request?.requestId ?? '', true)).toBe(true)
    const session = await trying
    expect(session.identity.nationalId).toBe('899700000005')
    await session.end()
    expect(simulator.proxy.openSessions).toBe(0)
    // Ended twice, or at a proxy that forgot it: nobody is troubled.
    await session.end()
  })
})

test.skipIf(!existsSync(packagedSimulator))(
  'the packaged simulator starts in a thread and stops (needs npm run build)',
  async () => {
    const running = await startSimulator()
    const signIn = through(async () => running)
    const trying = signIn.connect(asked())
    await expect.poll(() => signIn.telephone.requests()).toHaveLength(1)
    const [request] = await signIn.telephone.requests()
    await signIn.telephone.answer(request?.requestId ?? '', false)
    await expect(trying).rejects.toMatchObject({ reason: 'refused' })
    await signIn.dispose()
  },
)
