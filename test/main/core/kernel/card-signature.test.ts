import { type AnyProcedure, createProcedureClient } from '@orpc/server'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { type AuditRule, operation } from '#app/kernel/operation.ts'
import { problem } from '#app/kernel/problem.ts'
import { ChangeHub } from '#core/kernel/changes.ts'
import { DeviceDesk } from '#core/kernel/device-desk.ts'
import { dispatchRouter, type DispatchHouse } from '#core/kernel/dispatch.ts'
import { handle } from '#core/kernel/handle.ts'
import { registryOf } from '#core/kernel/registry.ts'
import { SessionTable } from '#core/kernel/session-table.ts'
import { systemRandom } from '#main/adapters/computer/random.ts'
import { testClock } from '#test/world/clock.ts'
import { testTimers } from '#test/world/timers.ts'

const digest = 'd'.repeat(43)
const signature = 's'.repeat(86)
const certificate = 'c'.repeat(200)

/** A core of one operation, that has a card sign a digest; what it wrote in the journal, and what its failures were. */
function coreThatSigns(audit: AuditRule) {
  const declared = operation({
    name: 'letters.seal',
    kind: 'query',
    needs: 'nothing',
    permission: { anyone: 'a test' },
    scope: { patients: 'none', because: 'a test' },
    audit,
    input: z.strictObject({}),
    output: z.object({ signed: z.boolean() }),
    problems: [],
  })
  const handler = handle(declared, async (_input, work) => {
    const answer = await work.devices.signDigest({ cardNumber: '8025/28', algorithm: 'sha-256', digest })
    return { signed: answer.ok }
  })
  const ports = { clock: testClock(), random: systemRandom, timers: testTimers() }
  const changes = new ChangeHub({ actor: async () => null, whoSees: async () => () => false })
  const sessions = new SessionTable({ ports, changes, cabinet: () => null } as never)
  const devices = new DeviceDesk(ports)
  const lines: { readonly details: unknown }[] = []
  const failures: string[] = []
  const cabinet = {
    info: { cabinetId: 'one' },
    appendAlone: async (line: { readonly details: unknown }) => void lines.push(line),
  }
  const house = {
    ports,
    sessions,
    changes,
    devices,
    cabinet: () => cabinet,
    failure: async (error: Error) => {
      failures.push(error.message)
      return problem('internal', { reference: 'TEST' })
    },
  } as unknown as DispatchHouse
  const shape = { letters: { seal: declared } }
  const router = dispatchRouter(shape, registryOf(shape, [handler]), house) as unknown as {
    readonly letters: { readonly seal: AnyProcedure }
  }
  const { seat } = sessions.attach({ kind: 'test', name: 'poste' })
  const call = createProcedureClient(router.letters.seal, { context: { connection: seat } }) as (
    input: unknown,
  ) => Promise<unknown>
  return { call, devices, seat, lines, failures }
}

test('a signature by a card leaves its number, the digest and what became of it in the journal, never the signature', async () => {
  const { call, devices, seat, lines } = coreThatSigns('letter.seal')
  const stream = devices.watch(seat, new AbortController().signal)
  const asked = call({})
  const { value: event } = await stream.next()
  if (event?.kind !== 'asked') throw new Error('a signature is asked')
  const { requestId } = event.request
  const outcome = { ok: true, value: { signature, certificate } } as const
  expect(devices.answer(seat, requestId, { kind: 'signDigest', outcome })).toBe(true)
  expect(await asked).toEqual({ signed: true })
  expect(lines).toMatchObject([
    { act: 'letter.seal', details: { cardSignature: { cardNumber: '8025/28', digest, outcome: 'signed' } } },
  ])
  expect(JSON.stringify(lines)).not.toContain(signature)
})

test('one that no card gave leaves why', async () => {
  const { call, lines } = coreThatSigns('letter.seal')
  expect(await call({})).toEqual({ signed: false })
  expect(lines).toMatchObject([{ details: { cardSignature: { outcome: 'device.absent' } } }])
})

test('an operation that is not journaled has no card sign', async () => {
  const { call, lines, failures } = coreThatSigns({ none: 'a test' })
  await expect(call({})).rejects.toMatchObject({ code: 'internal' })
  expect(failures).toEqual(['letters.seal has a card sign and is not journaled'])
  expect(lines).toEqual([])
})
