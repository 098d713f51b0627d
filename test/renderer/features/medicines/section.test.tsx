import { act } from 'react'
import { afterEach, expect, test } from 'vitest'
import { MedicinesSection } from '#renderer/features/medicines/index.ts'
import { refuse } from '#test/renderer/features/patients/seat.tsx'
import { one } from '#test/renderer/ui/draw.tsx'
import { sitAsAdministrator } from '../settings/administrator.tsx'

let leave: (() => Promise<unknown>) | undefined
afterEach(async () => {
  await leave?.()
  leave = undefined
})

const edition = {
  editionId: '01980000-0000-7000-8000-000000000001',
  importedAt: '2026-11-24T13:00:00.000Z',
  importedBy: 'Dr Paul MARCEAU',
  medicines: 15788,
  substances: 3878,
  files: [{ name: 'CIS_bdpm', lines: 15788 }],
}

async function choose(...files: readonly File[]) {
  const input = one<HTMLInputElement>('input[type="file"]')
  Object.defineProperty(input, 'files', { value: files, configurable: true })
  await act(async () => {
    input.dispatchEvent(new Event('change', { bubbles: true }))
  })
}

const start = () =>
  [...document.querySelectorAll('button')].find(({ textContent }) => textContent === 'Importer') as HTMLButtonElement

test('without an import, it is said what is missing; with one, what it holds and since when', async () => {
  const empty = await sitAsAdministrator(<MedicinesSection />, {
    'medicines.library': () => ({ edition: null, jobId: null }),
  })
  expect(empty.text()).toContain('leurs substances ne sont pas vérifiées')
  await empty.leave()
  const seat = await sitAsAdministrator(<MedicinesSection />, { 'medicines.library': () => ({ edition, jobId: null }) })
  leave = seat.leave
  expect(seat.text()).toContain('par Dr Paul MARCEAU')
  expect(seat.text()).toMatch(/15.788 médicaments, 3.878 substances/)
})

test('the files needed are asked for; what is not of the base is left out; both encodings are read; a refusal is said', async () => {
  const seat = await sitAsAdministrator(<MedicinesSection />, {
    'medicines.library': () => ({ edition: null, jobId: null }),
    'medicines.import': () =>
      refuse('medicines.refused', { file: 'CIS_bdpm.txt', line: 3, reason: 'le nom est vide.' }),
  })
  leave = seat.leave
  const latin = new File([new Uint8Array([0xe9])], 'CIS_bdpm.txt')
  await choose(latin, new File(['x'], 'lisez-moi.pdf'))
  expect(seat.text()).toContain('Il manque CIS_COMPO_bdpm.txt.')
  expect(seat.text()).toContain('Laissés de côté : lisez-moi.pdf.')
  expect(start().disabled).toBe(true)
  await choose(latin, new File(['é'], 'cis_compo_bdpm.TXT'))
  expect(start().disabled).toBe(false)
  await act(async () => start().click())
  await seat.settle(60)
  expect(seat.asked('medicines.import')).toEqual([
    {
      files: [
        { name: 'CIS_bdpm', text: 'é' },
        { name: 'CIS_COMPO_bdpm', text: 'é' },
      ],
    },
  ])
  expect(seat.text()).toContain('CIS_bdpm.txt, ligne 3 : le nom est vide.')
})
