import { act, useState } from 'react'
import { expect, test } from 'vitest'
import { patientColumns, columnWidths } from '#renderer/features/patients/list/columns.tsx'
import { DataTable, type TableSort } from '#ui/index.ts'
import { sitAt } from './seat.tsx'

const asked: TableSort[] = []

/** The head of the list of records, as the screen draws it. */
function Head() {
  const [sort, setSort] = useState<TableSort>({ by: 'usedName', direction: 'ascending' })
  return (
    <DataTable
      label="Dossiers"
      columns={patientColumns('', '2026-11-24', columnWidths(1200), new Set())}
      rowCount={0}
      rowAt={() => undefined}
      rowKey={({ patientId }) => patientId}
      selectedKey={null}
      onSelect={() => {}}
      sort={sort}
      onSort={(next) => {
        asked.push(next)
        setSort(next)
      }}
    />
  )
}

const head = (name: string) => {
  const found = [...document.querySelectorAll('[role="columnheader"]')].find((one) => one.textContent?.startsWith(name))
  if (found === undefined) throw new Error(`no column ${name}`)
  return found
}
const press = (name: string) => act(async () => head(name).querySelector('button')?.click())

test('an arrow beside the names sorts from A to Z, pressed again from Z to A, and says so', async () => {
  const seat = await sitAt(<Head />, {})
  expect(head('Nom utilisé').getAttribute('aria-sort')).toBe('ascending')
  await press('Nom utilisé')
  expect(head('Nom utilisé').getAttribute('aria-sort')).toBe('descending')
  await press('Prénom utilisé')
  expect([head('Prénom utilisé').getAttribute('aria-sort'), head('Nom utilisé').getAttribute('aria-sort')]).toEqual([
    'ascending',
    'none',
  ])
  expect(asked).toEqual([
    { by: 'usedName', direction: 'descending' },
    { by: 'usedFirstName', direction: 'ascending' },
  ])
  await seat.leave()
})
