import { expect, test } from 'vitest'
import { contract } from '#app/contract.ts'
import type { PatientColumn } from '#core/kernel/tables.ts'
import { slices } from '#core/slices.ts'
import { faultsOf, openMatrixWorld } from './access-matrix.ts'

/** The tables the core limits, as a slice that forgets one would leave them. */
const bound = slices.bound as Map<string, PatientColumn>

test.each([
  ['patient', contract.patients.findDuplicates, 'patients.findDuplicates: practitioner sees that there is a record'],
  ['task', contract.tasks.list, 'tasks.list: practitioner reads the name of a record out of sight'],
] as const)(
  'a query on « %s » that is not limited makes the matrix fail',
  async (table, operation, fault) => {
    const column = bound.get(table)
    if (column === undefined) throw new Error(`${table} is limited to the patients in sight`)
    bound.delete(table)
    try {
      await using matrix = await openMatrixWorld()
      const faults = await faultsOf(operation, matrix)
      expect(faults.join('\n')).toContain(fault)
    } finally {
      bound.set(table, column)
    }
  },
  120_000,
)
