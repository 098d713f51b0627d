import { expect, test } from '@playwright/test'
import { homeWithTraining, openInWindow, type Program } from './programs.ts'
import { openingWindow } from './steps.ts'

let program: Program | null

test.beforeAll(async () => {
  program = await openInWindow(await homeWithTraining())
})
test.afterAll(() => program?.end())

/** The window, for tests that a runtime lets run. */
function present(): Program {
  test.skip(program === null, 'no runtime of Electron can be had on this computer')
  if (program === null) throw new Error('skipped without a runtime')
  return program
}

/** What the page was told over its lines to the readers. */
interface Told {
  readonly states: number
  readonly closed: number
  readonly service: string
  readonly training: boolean
}

const processName = 'Cabinet Ouvert, lecteurs de cartes'

/** The process of readers and cards, as the shell knows it; `null` while none runs. */
async function workstationPid({ electron }: Program): Promise<number | null> {
  if (electron === null) throw new Error('this journey is in the window of the program')
  return electron.evaluate(
    ({ app }, name) => app.getAppMetrics().find((metric) => metric.name === name)?.pid ?? null,
    processName,
  )
}

test('the readers are in a process of their own: killed, their line closes, and another comes with the state', async () => {
  const { page, complaints } = present()
  await openingWindow(page)
  // As the page itself does: a nonce, and what is delivered under it.
  await page.evaluate(() => {
    const told = { states: 0, closed: 0, service: '', training: false }
    Object.assign(window, { told })
    const nonce = crypto.randomUUID()
    window.addEventListener('message', (event) => {
      const [port] = event.ports
      const { kind, nonce: named } = event.data as { readonly kind?: string; readonly nonce?: string }
      if (port === undefined || named !== nonce || kind !== 'workstation') return
      port.addEventListener('message', (frame) => {
        const { p } = JSON.parse(String(frame.data)) as {
          readonly p?: { readonly d?: { readonly json?: { readonly service?: string; readonly training?: boolean } } }
        }
        const state = p?.d?.json
        if (state?.service === undefined) return
        told.states += 1
        told.service = state.service
        told.training = state.training === true
      })
      port.addEventListener('close', () => {
        told.closed += 1
      })
      port.start()
      port.postMessage('{"i":"1","p":{"u":"/watch","b":{"json":{}}}}')
      port.postMessage('{"i":"2","p":{"u":"/startTraining","b":{"json":{}}}}')
    })
    window.postMessage({ type: 'cabinet:port-request', nonce }, window.location.origin)
  })
  const told = () => page.evaluate(() => (window as unknown as { told: Told }).told)
  await expect.poll(async () => (await told()).states).toBeGreaterThan(0)
  await expect.poll(async () => (await told()).service).not.toBe('starting')
  await expect.poll(async () => (await told()).training).toBe(true)
  const first = await workstationPid(present())
  if (first === null) throw new Error('the workstation runs')

  const before = await told()
  process.kill(first, 'SIGKILL')
  await expect.poll(async () => (await told()).closed).toBe(1)
  await expect.poll(async () => (await told()).states).toBeGreaterThan(before.states)
  const second = await workstationPid(present())
  expect(second).not.toBeNull()
  expect(second).not.toBe(first)
  expect(complaints).toEqual([])
})

test('the readers end with the program', async () => {
  const ending = present()
  const pid = await workstationPid(ending)
  if (pid === null) throw new Error('the workstation runs')
  await ending.end()
  program = null
  await expect
    .poll(() => {
      try {
        return process.kill(pid, 0)
      } catch {
        return false
      }
    })
    .toBe(false)
})
