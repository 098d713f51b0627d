import { patientRegistry } from '#core/features/lifecycle/index.ts'
import type { Handler } from '#core/kernel/handle.ts'
import { describe, expect, test } from 'vitest'
import { contract } from '#app/contract.ts'
import { type AnyOperation, policyOf } from '#app/kernel/operation.ts'
import { permissions } from '#app/kernel/permissions.ts'
import { problemData } from '#app/kernel/problem.ts'
import { type ContractShape, registryOf } from '#core/kernel/registry.ts'
import { slices } from '#core/slices.ts'
import { filesUnder } from './tree.ts'

const entries = Object.entries(contract).flatMap(([slice, operations]) =>
  Object.entries(operations).map(([key, operation]) => ({ slice, key, operation: operation as AnyOperation })),
)
const named = entries.map((entry) => [`${entry.slice}.${entry.key}`, entry] as const)

describe('the contract', () => {
  test('holds the contract of every slice that has one', () => {
    const slices = filesUnder('app/features')
      .filter((path) => path.endsWith('/contract.ts'))
      .map((path) => path.split('/')[2])
    expect(Object.keys(contract).toSorted()).toEqual(slices.toSorted())
  })

  test.each(named)('%s is named as it is reached', (path, { operation }) => {
    expect(policyOf(operation).name).toBe(path)
  })

  test.each(named)('%s says who may, about whom, and what is written down', (_path, { operation }) => {
    const { permission, scope, audit, problems, needs } = policyOf(operation)
    if (typeof permission === 'string') expect(permissions).toContain(permission)
    else expect(permission.anyone).toMatch(/\w{3}/)
    if ('because' in scope) expect(scope.because).toMatch(/\w{3}/)
    if (typeof audit === 'string') expect(audit).toMatch(/^[a-z-]+\.[a-z-]+$/)
    else expect(audit.none).toMatch(/\w{3}/)
    for (const code of problems) expect(Object.keys(problemData)).toContain(code)
    // A permission belongs to a person: without a session there is nobody to hold it.
    if (typeof permission === 'string') expect(needs).toMatch(/session/)
  })
})

describe('the handlers of the core', () => {
  const shape: ContractShape = contract
  const handlers = slices.handlers
  const [first] = handlers

  test('answer every operation, and nothing else', () => {
    const answered = [...registryOf(shape, handlers).keys()]
    expect(answered.toSorted()).toEqual(named.map(([name]) => name).toSorted())
  })

  test('leave no operation unanswered, answer none twice, and none that is not in the contract', () => {
    if (first === undefined) throw new Error('the core has no handler')
    const { name } = policyOf(first.operation)
    const [slice = '', key = ''] = name.split('.')
    const { [key]: _left, ...others } = shape[slice] ?? {}
    expect(() => registryOf(shape, handlers.slice(1))).toThrow(`${name} has no handler`)
    expect(() => registryOf(shape, [...handlers, first])).toThrow(`${name} has two handlers`)
    expect(() => registryOf({ ...shape, [slice]: others }, handlers)).toThrow(`the handler of ${name} has no operation`)
  })

  test.each(Object.keys(contract))('of %s come from the slice of that name', async (slice) => {
    const faces = await Promise.all(
      // Beside its index, where what answers needs slices that need this one (`access`).
      ['index', 'handlers'].map(
        (file) => import(`../../main/core/features/${slice}/${file}.ts`) as Promise<Record<string, unknown>>,
      ),
    )
    const exported = faces.flatMap((face) => Object.entries(face))
    const own = new Set(exported.flatMap(([, value]) => (Array.isArray(value) ? value : [])))
    // Those made over the tables that every slice declares: made again here, over none, to see which they are.
    const makers = exported.filter(([name, value]) => typeof value === 'function' && name === `${slice}Handlers`)
    const made = new Set(
      makers.flatMap(([, make]) =>
        (make as (registry: unknown) => readonly Handler[])(patientRegistry(new Map(), {})).map(
          (handler) => handler.operation,
        ),
      ),
    )
    const strangers = handlers
      .filter(
        (handler) =>
          (own.has(handler) || made.has(handler.operation)) !==
          policyOf(handler.operation).name.startsWith(`${slice}.`),
      )
      .map((handler) => policyOf(handler.operation).name)
    expect(strangers).toEqual([])
  })
})
