import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type AnyOperation, policyOf } from '#app/kernel/operation.ts'
import { presetAllows, type RoleCode, roleCode } from '#app/kernel/permissions.ts'
import type { Keyring } from '#core/ports/index.ts'
import { connectInMemory, type MemorySeat } from '#main/wire/index.ts'
import { openWorld } from '#test/world/open-world.ts'
import { endOf, type Example, examples, type ExampleWorld, operations } from './examples.ts'

/** A keyring that keeps things in memory. */
function memoryKeyring(): Keyring {
  const kept = new Map<string, Uint8Array>()
  return {
    available: async () => true,
    keep: async (name, secret) => void kept.set(name, Uint8Array.from(secret)),
    find: async (name) => kept.get(name) ?? null,
    forget: async (name) => void kept.delete(name),
  }
}

/** `zoe` sees only the patients of her own group. */
const openExampleWorld = (): Promise<ExampleWorld> =>
  openWorld({
    people: { anna: 'practitioner', zoe: { roleKey: 'practitioner', seesAllPatients: false } },
    ports: { keyring: memoryKeyring() },
  })

const byName = new Map(examples.map((example) => [policyOf(example.operation).name, example]))
const exampleOf = (name: string): Example => {
  const example = byName.get(name)
  if (example === undefined) throw new Error(`write an example of ${name} in examples.ts`)
  return example
}
/** Inputs that would be answered, each made once in a world: what is refused changes nothing of it. */
function preparedIn(world: ExampleWorld): (name: string) => Promise<unknown> {
  const inputs = new Map<string, unknown>()
  return async (name) => {
    if (!inputs.has(name)) inputs.set(name, (await exampleOf(name).prepare(world)).input)
    return inputs.get(name)
  }
}
/** Asks without the compiler's help: the point is what the core does with anything. */
const ask = (seat: MemorySeat, operation: AnyOperation, input: unknown) => seat.call(operation, input as never)
const policies = [...operations.values()].map((operation) => ({ operation, ...policyOf(operation) }))

test('every operation of the contract has an example, and only those', () => {
  expect([...byName.keys()].toSorted()).toEqual([...operations.keys()].toSorted())
})

describe('before anybody is known', () => {
  let world: ExampleWorld
  beforeAll(async () => {
    world = await openExampleWorld()
  })
  afterAll(() => world[Symbol.asyncDispose]())

  const guarded = policies.filter(({ needs }) => needs === 'session' || needs === 'active-session')
  test.each(guarded)('$name is refused to a stranger', async ({ operation, name }) => {
    const { input } = await exampleOf(name).prepare(world)
    expect(await ask(world.stranger(), operation, input)).toEqual({ ok: false, problem: 'unauthenticated', data: {} })
  })

  const needsFile = policies.filter(({ needs }) => needs !== 'nothing')
  test.each(needsFile)('$name is refused while no cabinet is open', async ({ operation }) => {
    const seat = connectInMemory(world.anotherCore(), { kind: 'test', name: 'poste' })
    expect(await ask(seat, operation, {})).toEqual({ ok: false, problem: 'cabinet.not-open', data: {} })
    seat.close()
  })
})

describe('a role without the permission', () => {
  let world: Awaited<ReturnType<typeof openRoles>>
  const openRoles = () =>
    openWorld({
      people: { anna: 'practitioner', zoe: 'practitioner', sophie: 'secretary', remi: 'locum', lise: 'read-only' },
    })
  const seatFor: Readonly<Record<RoleCode, 'anna' | 'admin' | 'sophie' | 'remi' | 'lise'>> = {
    administrator: 'admin',
    practitioner: 'anna',
    secretary: 'sophie',
    locum: 'remi',
    'read-only': 'lise',
  }
  let inputOf: ReturnType<typeof preparedIn>
  beforeAll(async () => {
    world = await openRoles()
    inputOf = preparedIn(world)
  })
  afterAll(() => world[Symbol.asyncDispose]())

  const cases = policies.flatMap(({ operation, name, permission }) =>
    typeof permission === 'string'
      ? roleCode.options.filter((role) => !presetAllows(role, permission)).map((role) => ({ operation, name, role }))
      : [],
  )
  test('permissions that every role has are the ones meant so', () => {
    const restricted = new Set(cases.map(({ name }) => name))
    const open = policies.filter(({ permission, name }) => typeof permission === 'string' && !restricted.has(name))
    expect([...new Set(open.map(({ permission }) => permission))].toSorted()).toEqual(['people.read', 'task.read'])
  })
  test.each(cases)('$name is refused to $role, and journaled', async ({ operation, name, role }) => {
    const seat = world.as(seatFor[role])
    expect(await ask(seat, operation, await inputOf(name))).toEqual({ ok: false, problem: 'forbidden', data: {} })
    expect(await world.lastLine()).toMatchObject({
      operation: name,
      outcome: 'refused',
      problem: 'forbidden',
      actor_user_id: seat.userId,
    })
  })
})

describe('a patient out of sight', () => {
  let world: ExampleWorld
  beforeAll(async () => {
    world = await openExampleWorld()
  })
  afterAll(() => world[Symbol.asyncDispose]())

  const scoped = policies.filter(({ scope }) => 'patient' in scope)
  test.each(scoped)('$name answers as if the patient did not exist, and journals the try', async ({
    operation,
    name,
  }) => {
    const { input } = await exampleOf(name).prepare(world)
    const reply = await ask(world.as('zoe'), operation, input)
    expect(reply).toEqual({ ok: false, problem: 'not-found', data: {} })
    const missing = '00000000-0000-7000-8000-000000000000'
    const unknown = await ask(world.as('zoe'), operation, { ...(input as object), patientId: missing })
    expect(unknown).toEqual(reply)
    const { patientId } = input as { readonly patientId: string }
    const entries = (await world.auditOf(patientId)).filter((entry) => entry.outcome === 'refused')
    expect(entries).toMatchObject([{ operation: name, problem: 'not-found', actor_user_id: world.userId('zoe') }])
  })
})

describe('input', () => {
  let world: ExampleWorld
  beforeAll(async () => {
    world = await openExampleWorld()
  })
  afterAll(() => world[Symbol.asyncDispose]())

  test.each(policies)('$name refuses a field it does not know, by its name and without its value', async ({
    operation,
    name,
  }) => {
    const { seat, input } = exampleOf(name).ownWorld
      ? { seat: world.as('doctor'), input: {} }
      : await exampleOf(name).prepare(world)
    const reply = await ask(seat, operation, { ...(input as object), champInconnu: 'valeur secrète' })
    expect(reply).toMatchObject({ ok: false, problem: 'invalid-input' })
    expect(JSON.stringify(reply)).toContain('{"path":"champInconnu","code":"unrecognized_keys"}')
    expect(JSON.stringify(reply)).not.toContain('secrète')
  })
})

describe('success', () => {
  let shared: ExampleWorld
  beforeAll(async () => {
    shared = await openExampleWorld()
  })
  afterAll(() => shared[Symbol.asyncDispose]())

  test.each(
    policies,
  )('$name leaves exactly the entry it declares, and returns only what it declares', async (policy) => {
    const { operation, name, audit } = policy
    const example = exampleOf(name)
    const world = example.ownWorld ? await openExampleWorld() : shared
    try {
      const { seat, input } = await example.prepare(world)
      const before = (await world.lastLine())?.sequence ?? 0
      const reply = await ask(seat, operation, input)
      expect(reply).toMatchObject({ ok: true })
      // The journal is read on the disk: not while the database is being exchanged under it.
      if (name === 'cabinet.rekey' && reply.ok) await endOf(seat, (reply.value as { jobId: string }).jobId)
      // What the core does by itself comes when it comes.
      const left = (await world.journal(before)).filter(
        (entry) => entry.service === null && entry.operation !== example.alongside,
      )
      // A cabinet just created has its own journal, read through its own tests.
      if (name !== 'cabinet.create') {
        const declared =
          typeof audit === 'string' ? [{ act: audit, operation: name, outcome: 'done', problem: null }] : []
        expect(left).toMatchObject(declared)
        expect(left).toHaveLength(declared.length)
      }
      if (reply.ok && policy.kind !== 'subscription') expectFiltered(operation, reply.value)
    } finally {
      if (example.ownWorld) await world[Symbol.asyncDispose]()
    }
  })
})

/**
 * Stuffs the reply with a column too many at every level, and asks the output's schema to filter it. Where a reply holds
 * a form as it can be sent back, the shape is strict: the whole reply is then held back, which shows nothing either.
 */
function expectFiltered(operation: AnyOperation, value: unknown): void {
  const schema = operation['~orpc'].outputSchema
  if (schema === undefined) throw new Error('an operation has an output')
  const result = schema['~standard'].validate(stuffed(value, '', policyOf(operation).name))
  if (result instanceof Promise) throw new Error('outputs are filtered at once')
  for (const issue of result.issues ?? []) expect(issue).toMatchObject({ code: 'unrecognized_keys' })
  expect(JSON.stringify('value' in result ? result.value : null)).not.toContain('colonneDeTrop')
}

/** Free texts of a person, by field name: what they typed in a form, sizes of panes, data of a refusal. */
const freeRecords = new Set(['sizes', 'data', 'drafts.get fields'])

function stuffed(value: unknown, inside: string, operation: string): unknown {
  if (Array.isArray(value)) return value.map((item) => stuffed(item, '', operation))
  if (typeof value !== 'object' || value === null) return value
  if (freeRecords.has(inside) || freeRecords.has(`${operation} ${inside}`)) return value
  const fields = Object.entries(value).map(([key, field]) => [key, stuffed(field, key, operation)])
  return { ...Object.fromEntries(fields), colonneDeTrop: 'secret' }
}
