import fc from 'fast-check'
import { globSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { ModuleRequest } from '#main/workstation/card-module-frames.ts'
import { countInsertions } from '#main/workstation/compose.ts'
import { keptFailures } from '#main/workstation/failures.ts'
import type { ProfessionalCards } from '#main/workstation/ports.ts'
import { professionalCards } from '#main/workstation/professional-cards.ts'
import { readerWithCard, shownReaders } from './shown-readers.ts'

test('says when there is no module, when a file is none, and when a library is another thing', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'no-module-'))
  const text = join(folder, 'libcps3_pkcs11_lux.so')
  await writeFile(text, 'not a library')
  const parts = () => ({
    readers: shownReaders([readerWithCard(1)]),
    insertions: countInsertions(),
    failures: keptFailures(),
  })
  const none = professionalCards({ ...parts(), modulePath: null, places: [join(folder, 'absent.so')] })
  expect(await none.module()).toEqual({ status: 'not-installed', path: join(folder, 'absent.so'), description: '' })
  expect(await none.read()).toEqual({ ok: false, problem: 'module.absent' })
  expect(await none.useModule(join(folder, 'other.so'))).toMatchObject({
    status: 'not-installed',
    path: join(folder, 'other.so'),
  })
  expect(await none.useModule(text)).toEqual({ status: 'not-loadable', path: text, description: '' })
  expect(await none.read()).toEqual({ ok: false, problem: 'module.failed' })
  // A library all right, that knows nothing of PKCS#11.
  const [library] = globSync('node_modules/@node-rs/argon2-*/*.node')
  expect(library).toBeDefined()
  expect(await none.useModule(library ?? '')).toEqual({ status: 'not-loadable', path: library, description: '' })
  await none.close()
  const found = professionalCards({ ...parts(), modulePath: null, places: [join(folder, 'absent.so'), text] })
  expect(await found.module()).toMatchObject({ status: 'not-loadable', path: text })
  await found.close()
  await rm(folder, { recursive: true })
})

test('a card without its pair is said to be', async () => {
  const token = { slot: 1, reader: '', serialNumber: '1', protectedPath: false, pin: 'ok' }
  const values: Readonly<Record<string, unknown>> = {
    load: { description: 'CPS3 PKCS#11 LINUX 5.2' },
    tokens: { tokens: [token] },
    read: { authentication: null, signature: null, characteristics: null },
  }
  const cards = playedModule((doing) => ({ ok: true, value: values[doing] }))
  expect(await cards.read()).toEqual({ ok: false, problem: 'certificate.absent' })
  await cards.close()
})

test('whatever a card gives for a certificate, it is refused by name', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 300 }), async (certificate) => {
      const cards = playedModule((doing) => {
        const token = { slot: 1, reader: '', serialNumber: '1', protectedPath: false, pin: 'ok' }
        const read = { authentication: certificate, signature: certificate, characteristics: certificate }
        const values: Readonly<Record<string, unknown>> = {
          load: { description: '' },
          tokens: { tokens: [token] },
          read,
        }
        return { ok: true, value: values[doing] }
      })
      expect(await cards.read()).toEqual({ ok: false, problem: 'card.unreadable' })
      await cards.close()
    }),
    { numRuns: 200 },
  )
})

test('an answer that makes no sense ends the process it came from', async () => {
  let ended = 0
  const cards = playedModule(
    (doing) => ({ ok: true, value: doing === 'load' ? { description: 'x' } : { tokens: 7 } }),
    () => {
      ended += 1
    },
  )
  expect(await cards.read()).toEqual({ ok: false, problem: 'module.failed' })
  expect(ended).toBe(1)
  await cards.close()
})

/** Cards whose module is what a function answers. */
function playedModule(
  answer: (doing: ModuleRequest['doing']) => unknown,
  killed: () => void = () => undefined,
): ProfessionalCards {
  return professionalCards({
    readers: shownReaders([readerWithCard(1)]),
    insertions: countInsertions(),
    failures: keptFailures(),
    modulePath: process.execPath,
    startChild: () => {
      let hear: (heard: unknown) => void = () => undefined
      return {
        send: (request) => queueMicrotask(() => hear(answer(request.doing))),
        onAnswer: (heard) => {
          hear = heard
        },
        onEnd: () => undefined,
        kill: killed,
        pid: 1,
      }
    },
  })
}
