import { describe, expect, test } from 'vitest'
import { contract } from '#app/contract.ts'
import { type AnyOperation, policyOf } from '#app/kernel/operation.ts'
import { permissions } from '#app/kernel/permissions.ts'
import { problemData } from '#app/kernel/problem.ts'
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
