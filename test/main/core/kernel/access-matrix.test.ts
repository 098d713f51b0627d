import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { contract } from '#app/contract.ts'
import { policyOf } from '#app/kernel/operation.ts'
import { presetAllows } from '#app/kernel/permissions.ts'
import { faultsOf, figuresOfAll, isInMatrix, type MatrixWorld, openMatrixWorld } from './access-matrix.ts'
import { operations } from './examples.ts'

const asked = [...operations.values()]
  .filter(isInMatrix)
  .map((operation) => ({ name: policyOf(operation).name, operation }))

describe('every operation × every role × own group, other group, « Public » alone, no patient', () => {
  let matrix: MatrixWorld
  beforeAll(async () => {
    matrix = await openMatrixWorld()
  }, 120_000)
  afterAll(() => matrix[Symbol.asyncDispose]())

  test.each(asked)('$name keeps to its policy and to who sees whom', async ({ operation }) => {
    expect(await faultsOf(operation, matrix)).toEqual([])
  }, 60_000)

  test('what has no patient is for everybody whose role reads it', async () => {
    const fields = { title: 'Commander du papier', note: '', assignedTo: null, dueOn: '2026-11-01', urgent: false }
    await matrix.world.as('doctor').must(contract.tasks.create, { patientId: null, fields })
    for (const { role, standing, seat } of matrix.subjects) {
      const reply = await seat.call(contract.tasks.list, {
        filter: { whose: 'all', state: 'open' },
        offset: 0,
        limit: 100,
      })
      const titles = reply.ok ? reply.value.tasks.map((task) => task.fields.title) : []
      expect([role, standing, titles.includes(fields.title)]).toEqual([role, standing, presetAllows(role, 'task.read')])
    }
  })
})

test('an operation left out of the matrix names no patient, and each figure of all is one of its operations', () => {
  const leftOut = [...operations.values()].filter((operation) => !isInMatrix(operation))
  expect(leftOut.filter((operation) => 'patient' in policyOf(operation).scope)).toEqual([])
  expect(Object.keys(figuresOfAll).filter((name) => !operations.has(name))).toEqual([])
})
