import { oc } from '@orpc/contract'
import { createProcedureClient, type AnyProcedure } from '@orpc/server'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { contract } from '#app/contract.ts'
import { openPatient } from '#app/features/patients/contract.ts'
import { type AnyOperation, operation } from '#app/kernel/operation.ts'
import { problem } from '#app/kernel/problem.ts'
import { dispatchRouter, type DispatchHouse } from '#core/kernel/dispatch.ts'
import { handle, type Handler } from '#core/kernel/handle.ts'
import { describeError } from '#core/kernel/redact.ts'
import { registryOf } from '#core/kernel/registry.ts'
import { SessionTable } from '#core/kernel/session-table.ts'
import { ChangeHub } from '#core/kernel/changes.ts'
import { slices } from '#core/slices.ts'
import { testClock } from '#test/world/clock.ts'
import { durandMarie } from '#test/world/patients.ts'
import { openWorld } from '#test/world/open-world.ts'
import { systemRandom } from '#main/adapters/computer/random.ts'

test('every operation has its handler, and every handler its operation', () => {
  expect(registryOf(contract, slices.handlers).size).toBe(Object.values(contract).flatMap(Object.values).length)
})

test.each<[string, readonly Handler[], RegExp]>([
  ['a handler is missing', slices.handlers.slice(1), /has no handler/],
  ['an operation is answered twice', [...slices.handlers, ...slices.handlers.slice(0, 1)], /has two handlers/],
  [
    'a handler answers something undeclared',
    [...slices.handlers, handle(undeclared(), async () => ({}))],
    /has no operation/,
  ],
])('a core does not start when %s', (_what, handlers, message) => {
  expect(() => registryOf(contract, handlers)).toThrow(message)
})

function undeclared() {
  return operation({
    name: 'stray.act',
    kind: 'query',
    needs: 'nothing',
    permission: { anyone: 'a test' },
    scope: { patients: 'none', because: 'a test' },
    audit: { none: 'a test' },
    input: z.strictObject({ text: z.string().max(3) }),
    output: z.object({ text: z.string().optional() }),
    problems: ['edit.conflict'],
  })
}

test('an operation made without the helper does not compile', () => {
  const bare = oc.input(z.strictObject({})).output(z.object({}))
  // @ts-expect-error: no permission, no scope, no audit.
  const refused: AnyOperation = bare
  expect(refused).toBe(bare)
  // @ts-expect-error: a permission that is in no role.
  operation({ ...declaration, permission: 'patient.destroy' })
  const { audit: _audit, ...silent } = declaration
  // @ts-expect-error: nothing said of the journal.
  operation(silent)
})

const declaration = {
  name: 'stray.other',
  kind: 'query',
  needs: 'nothing',
  permission: 'patient.read',
  scope: { patients: 'visible' },
  audit: { none: 'a test' },
  input: z.strictObject({}),
  output: z.object({}),
  problems: [],
} as const

test('what the output does not name is not returned, and an undeclared refusal is a bug', async () => {
  const declared = undeclared()
  let answer: unknown = { text: 'yes', secret: 'column' }
  const failures: unknown[] = []
  const handler: Handler = { operation: declared, run: async () => answer }
  const { call } = houseOf(handler, (error) => failures.push(error))
  expect(await call({ text: 'a' })).toEqual({ text: 'yes' })
  answer = problem('edit.conflict', { currentVersion: 2, changedBy: 'x', changedAt: 'y' })
  await expect(call({ text: 'a' })).rejects.toMatchObject({ code: 'edit.conflict', data: { currentVersion: 2 } })
  expect(failures).toEqual([])
  answer = problem('cabinet.busy', {})
  await expect(call({ text: 'a' })).rejects.toMatchObject({ code: 'internal', data: { reference: 'TEST' } })
  answer = { text: 5 }
  await expect(call({ text: 'a' })).rejects.toMatchObject({ code: 'internal' })
  expect(failures).toHaveLength(2)
  await expect(call({ text: 'four' })).rejects.toMatchObject({
    code: 'invalid-input',
    data: { fields: [{ path: 'text', code: 'too_big' }] },
  })
})

/** A dispatch of one operation, with nothing open. */
function houseOf(handler: Handler, failed: (error: unknown) => void) {
  const ports = { clock: testClock(), random: systemRandom }
  const changes = new ChangeHub({ actor: async () => null, whoSees: async () => () => false })
  const sessions = new SessionTable({ ports, changes, cabinet: () => null } as never)
  const house = {
    ports,
    sessions,
    changes,
    cabinet: () => null,
    failure: async (error: unknown) => {
      failed(error)
      return problem('internal', { reference: 'TEST' })
    },
  } as unknown as DispatchHouse
  const shape = { stray: { act: handler.operation } }
  const router = dispatchRouter(shape, registryOf(shape, [handler]), house) as unknown as {
    stray: { act: AnyProcedure }
  }
  const { seat: connection } = sessions.attach({ kind: 'test', name: 'poste' })
  return {
    call: createProcedureClient(router.stray.act, { context: { connection } }) as (input: unknown) => Promise<unknown>,
  }
}

test('the order: what is open, then the input, then who, then what they may, then whom they see', async () => {
  await using world = await openWorld({
    people: { lise: 'read-only', zoe: { roleKey: 'read-only', seesAllPatients: false } },
  })
  const patientId = await world.as('doctor').createPatient()
  const stranger = world.stranger()
  const wrong = { patientId: 'no identifier' }
  expect(await stranger.call(openPatient, wrong)).toMatchObject({ problem: 'invalid-input' })
  expect(await stranger.call(openPatient, { patientId })).toMatchObject({ problem: 'unauthenticated' })
  const update = { patientId, expectedVersion: 1, fields: durandMarie, tagIds: [] }
  expect(await world.as('zoe').call(contract.patients.update, update)).toMatchObject({ problem: 'forbidden' })
  expect(await world.as('zoe').call(openPatient, { patientId })).toMatchObject({ problem: 'not-found' })
  expect(await world.as('lise').call(openPatient, { patientId })).toMatchObject({ ok: true })
  await world.as('lise').must(contract.sessions.lock, { reason: 'button' })
  expect(await world.as('lise').call(openPatient, { patientId })).toEqual({ ok: false, problem: 'locked', data: {} })
})

test('a refused write leaves nothing but its line in the journal', async () => {
  await using world = await openWorld()
  const patientId = await world.as('doctor').createPatient()
  const update = { patientId, expectedVersion: 7, fields: { ...durandMarie, town: 'Pessac' }, tagIds: [] }
  const reply = await world.as('doctor').call(contract.patients.update, update)
  expect(reply).toMatchObject({ problem: 'edit.conflict', data: { currentVersion: 1, changedBy: 'Dr Dora DOC' } })
  const [row] = await world.rowsOf('patient')
  expect(row).toMatchObject({ version: 1 })
  expect((await world.auditOf(patientId)).at(-1)).toMatchObject({
    act: 'patient.update',
    outcome: 'refused',
    problem: 'edit.conflict',
  })
})

test('a log line holds no message, no path and no value', () => {
  const error = Object.assign(
    new Error('Durand Marie 2770733063012 in C:\\Users\\anna\\cabinet and /srv/anna/cabinet'),
    {
      code: 'SQLITE_CONSTRAINT',
    },
  )
  const said = JSON.stringify(describeError(error))
  expect(said).toContain('SQLITE_CONSTRAINT')
  expect(said).toContain('dispatch.test.ts')
  expect(said).not.toMatch(/Durand|2770733|anna|\//)
})
