import { act } from 'react'
import { afterEach, expect, test } from 'vitest'
import type { MemoView } from '#app/features/memos/model.ts'
import type { PatientRecord } from '#app/features/patients/model.ts'
import MemosSection from '#renderer/features/memos/MemosSection.tsx'
import { type Answers, sitAt } from '#test/renderer/features/patients/seat.tsx'
import { one, press } from '#test/renderer/ui/draw.tsx'

const patientId = '01980000-0000-7000-8000-000000000001'
const memoId = '01980000-0000-7000-8000-000000000002'
const at = '2026-11-24T13:00:00.000Z'
const by = 'Dr H. MARCHAND'
const voisine: MemoView = {
  memoId,
  fields: { text: 'Clé chez la voisine', personal: true, pinned: false },
  own: true,
  writtenAt: at,
  writtenBy: by,
  updatedAt: at,
  updatedBy: by,
  version: 3,
}

let leave: (() => Promise<unknown>) | undefined
afterEach(async () => {
  await leave?.()
  leave = undefined
})

async function sit(memos: readonly MemoView[], answers: Answers = {}) {
  const seat = await sitAt(
    <MemosSection patient={{ patientId } as PatientRecord} onOpen={() => {}} onShow={() => {}} />,
    { 'memos.list': () => ({ memos }), ...answers },
    ['record.read', 'record.write'],
  )
  leave = seat.leave
  await seat.settle()
  return seat
}

const text = () => document.body.textContent ?? ''
async function click(name: string) {
  const found = [...document.querySelectorAll('button')].find(
    (one) => one.textContent?.includes(name) === true || one.getAttribute('aria-label')?.includes(name) === true,
  )
  if (found === undefined) throw new Error(`no button ${name}`)
  await act(async () => found.click())
}
async function type(words: string) {
  const field = one<HTMLTextAreaElement>('textarea')
  const setValue = Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, 'value')?.set
  await act(async () => {
    setValue?.call(field, words)
    field.dispatchEvent(new Event('input', { bubbles: true }))
  })
}

test('a note is written by the keyboard, and « Annuler » takes it out', async () => {
  const seat = await sit([], {
    'memos.save': () => ({ memoId, version: 1 }),
    'memos.remove': () => ({ version: 2 }),
  })
  expect(text()).toContain('Aucune note dans ce dossier.')
  await click('Écrire une note')
  await seat.settle()
  expect(document.activeElement).toBe(one('textarea'))
  await type('Préfère le matin')
  await press(one('textarea'), 'Enter', { ctrlKey: true })
  await seat.settle()
  expect(seat.asked('memos.save')).toEqual([
    {
      patientId,
      memoId: null,
      expectedVersion: null,
      fields: { text: 'Préfère le matin', personal: false, pinned: false },
    },
  ])
  await click('Annuler')
  await seat.settle()
  expect(seat.asked('memos.remove')).toEqual([{ patientId, memoId, expectedVersion: 1 }])
})

test('a personal note is marked so, and one key pins it', async () => {
  const seat = await sit([voisine], { 'memos.save': () => ({ memoId, version: 4 }) })
  expect(text()).toContain('Personnelle')
  await click('Épingler')
  await seat.settle()
  expect(seat.asked('memos.save')).toMatchObject([
    { memoId, expectedVersion: 3, fields: { ...voisine.fields, pinned: true } },
  ])
})

test('an empty note is refused beside its field; what had been typed before is found again', async () => {
  const seat = await sit([], {
    'drafts.get': () => ({
      draft: {
        place: { form: 'memo', subjectId: patientId },
        fields: { text: 'Commencée hier', personal: false, pinned: false },
        basedOnVersion: null,
        savedAt: at,
      },
    }),
  })
  await click('Écrire une note')
  await seat.settle()
  expect(one<HTMLTextAreaElement>('textarea').value).toBe('Commencée hier')
  expect(text()).toContain('Reprise de ce qui avait été tapé')
  await type('   ')
  await press(one('textarea'), 'Enter', { ctrlKey: true })
  await seat.settle()
  expect(text()).toContain('La note est vide.')
  expect(seat.asked('memos.save')).toEqual([])
})
