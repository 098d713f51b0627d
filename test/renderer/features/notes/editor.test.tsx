import { act } from 'react'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { usualSections } from '#app/features/notes/rules.ts'
import type { EditorRequest } from '#renderer/features/forms/index.ts'
import { NoteEditor } from '#renderer/features/notes/index.ts'
import { type Answers, refuse, sitAt } from '#test/renderer/features/patients/seat.tsx'
import { recordOfFrancoise as patient } from '#test/renderer/features/patients/records.ts'
import { one, press } from '#test/renderer/ui/draw.tsx'

let leave: (() => Promise<unknown>) | undefined
beforeEach(() => {
  // happy-dom draws nothing: there is nothing to bring into sight.
  Element.prototype.scrollIntoView = () => {}
})
afterEach(async () => {
  await leave?.()
  leave = undefined
})

const { patientId } = patient
const noteId = '01900000-0000-7000-8000-0000000000aa'
const occurredAt = '2026-11-20T13:31:00.000Z'
const first = { sectionId: 'motif', keyword: 'Motif', text: 'Renouvellement', items: [] }
const signed = {
  noteId,
  patientId,
  content: { occurredAt, sections: [first] },
  authorId: '01900000-0000-7000-8000-00000000000c',
  authorName: 'Dr Hélène MARCHAND',
  signedAt: occurredAt,
  revision: 1,
  revisedAt: occurredAt,
  revisedBy: 'Dr Hélène MARCHAND',
  version: 1,
}

async function open(answers: Answers = {}, subjectId: string | null = null) {
  const saved: string[] = []
  const asked: EditorRequest[] = []
  const seat = await sitAt(
    <NoteEditor
      patient={patient}
      subjectId={subjectId}
      onClose={() => {}}
      onSaved={(entryId) => void saved.push(entryId)}
      onOpen={(request) => void asked.push(request)}
    />,
    {
      'notes.sections': () => ({ sections: usualSections, version: 1 }),
      'notes.complete': () => ({ phrases: [] }),
      'notes.sign': () => ({ note: signed }),
      'notes.read': () => ({ note: signed }),
      ...answers,
    },
    ['record.read', 'record.write'],
  )
  leave = seat.leave
  await seat.settle()
  return { ...seat, saved, requests: asked }
}

const text = (sectionId: string) => one<HTMLTextAreaElement>(`[data-section="${sectionId}"] textarea`)
const openSections = () =>
  [...document.querySelectorAll<HTMLElement>('[data-section]')].map((row) => row.dataset['section'])
const inHand = () => document.activeElement?.closest<HTMLElement>('[data-section]')?.dataset['section']

/** Types at the end of a section, key by key as the keyboard does. */
async function type(sectionId: string, words: string) {
  for (const letter of words) {
    const field = text(inHand() ?? sectionId)
    const next = field.value + letter
    await act(async () => {
      Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, 'value')?.set?.call(field, next)
      field.setSelectionRange(next.length, next.length)
      field.dispatchEvent(new Event('input', { bubbles: true }))
    })
  }
}

test('the caret is ready; a keyword then « : » opens its section without leaving the keyboard, and Échap takes it back', async () => {
  const seat = await open()
  expect(inHand()).toBe('motif')
  await type('motif', 'Toux. Conclusion :')
  await seat.settle()
  expect(openSections()).toEqual(['motif', 'conclusion'])
  expect(inHand()).toBe('conclusion')
  expect(text('motif').value).toBe('Toux.')
  await type('conclusion', ' ')
  await press(text('conclusion'), 'Escape')
  await seat.settle()
  expect(openSections()).toEqual(['motif'])
  expect(text('motif').value).toBe('Toux. Conclusion :')
})

test('a structured entry opens in place under its section; what the line says is one suggestion, which Tab takes', async () => {
  const notChecked = [{ code: 'base-not-imported', about: '' }]
  const safety = { state: 'not-checked', alerts: [], notChecked }
  const seat = await open({ 'treatments.check': () => ({ safety }) })
  await type('motif', 'Traitement :')
  await seat.settle()
  expect(inHand()).toBe('traitement')
  expect(document.querySelector('[data-section="traitement"] [data-structured]')).not.toBeNull()
  await type('traitement', 'Ramipril 10 mg, 1-0-0')
  expect(document.querySelectorAll('[role="status"][id]')).toHaveLength(1)
  expect(text('traitement').getAttribute('aria-describedby')).not.toBeNull()
  await press(text('traitement'), 'Tab')
  await seat.settle()
  expect(document.querySelector('[data-section="traitement"] ul')?.textContent).toMatch(/ramipril 10 mg/iu)
  // Taken from the line, it is checked as in its form.
  expect(document.querySelector('[data-section="traitement"]')?.textContent).toContain('Allergies non vérifiées')
  expect(document.querySelector('[data-structured]')).toBeNull()
  // Taken once: the same words propose nothing more, and Tab is again the next field.
  expect(text('traitement').getAttribute('aria-describedby')).toBeNull()

  await press(text('traitement'), 'Enter', { ctrlKey: true })
  await seat.settle()
  const [sent] = seat.asked('notes.sign')
  expect(sent).toMatchObject({
    patientId,
    content: { sections: [{ sectionId: 'motif' }, { sectionId: 'traitement', items: [{ kind: 'treatment' }] }] },
  })
  expect(seat.saved).toEqual([sent?.['noteId']])
})

test('treatments of a note whose check does not answer are told « non vérifiées »', async () => {
  const seat = await open({ 'treatments.check': () => refuse('internal', { reference: 'R1' }) })
  await type('motif', 'Traitement :')
  await seat.settle()
  await type('traitement', 'Ramipril 10 mg, 1-0-0')
  await press(text('traitement'), 'Tab')
  await seat.settle()
  expect(document.querySelector('[data-section="traitement"]')?.textContent).toContain('Allergies non vérifiées')
})

test('a suggestion dismissed by Échap does not come back, and the text stays', async () => {
  const seat = await open()
  await type('motif', 'TA 152/88')
  expect(text('motif').getAttribute('aria-describedby')).not.toBeNull()
  await press(text('motif'), 'Escape')
  await seat.settle()
  expect(text('motif').getAttribute('aria-describedby')).toBeNull()
  expect(text('motif').value).toBe('TA 152/88')
})

test('the glossary completes the phrase being typed', async () => {
  const seat = await open({ 'notes.complete': () => ({ phrases: ['Abdomen souple, indolore'] }) })
  await type('motif', 'Va bien. Abdo')
  await seat.settle(200)
  await press(text('motif'), 'Tab')
  await seat.settle()
  expect(text('motif').value).toBe('Va bien. Abdomen souple, indolore')
})

test('a section taken away comes back by « Annuler », with what it held', async () => {
  const seat = await open()
  await type('motif', 'Toux\n#conclusion ')
  await seat.settle()
  await type('conclusion', 'Bronchite')
  await press(text('conclusion'), 'Backspace', { ctrlKey: true, shiftKey: true })
  await seat.settle()
  expect(openSections()).toEqual(['motif'])
  await seat.clickLast('Annuler')
  expect(text('conclusion').value).toBe('Bronchite')
})

test('nothing written is not signed, and a refusal of the cabinet keeps every word', async () => {
  const seat = await open({ 'notes.sign': () => refuse('note.in-the-future', {}) })
  await press(text('motif'), 'Enter', { ctrlKey: true })
  await seat.settle()
  expect(seat.asked('notes.sign')).toEqual([])
  expect(document.body.textContent).toContain('Rien n’est écrit\u00a0')
  await type('motif', 'Toux')
  await press(text('motif'), 'Enter', { ctrlKey: true })
  await seat.settle()
  expect(document.body.textContent).toContain('La consultation n’est pas signée.')
  expect(text('motif').value).toBe('Toux')
  expect(seat.saved).toEqual([])
})

test('what was kept is there again, and is signed under the identity it was typed with', async () => {
  const kept = { noteId, occurredAt, sections: [{ ...first, text: 'Gardé' }] }
  const place = { form: 'note', subjectId: patientId }
  const draft = { place, fields: kept, basedOnVersion: null, savedAt: occurredAt }
  const seat = await open({ 'drafts.get': () => ({ draft }) })
  expect(text('motif').value).toBe('Gardé')
  await press(text('motif'), 'Enter', { ctrlKey: true })
  await seat.settle()
  expect(seat.asked('notes.sign')).toMatchObject([{ noteId }])
})

test('somebody else’s revision is shown beside what is typed, compared in words, and nothing is written over it unseen', async () => {
  let theirs = signed
  const seat = await open(
    {
      'notes.read': () => ({ note: theirs }),
      'notes.revise': (input: { expectedVersion: number }) =>
        input.expectedVersion === theirs.version
          ? { note: { ...theirs, version: theirs.version + 1 } }
          : refuse('edit.conflict', { currentVersion: 2, changedBy: 'S. LEROUX', changedAt: occurredAt }),
    },
    noteId,
  )
  await type('motif', ', fatigue')
  theirs = {
    ...signed,
    version: 2,
    revision: 2,
    revisedBy: 'Dr Paul ESTÈVE',
    content: { occurredAt, sections: [{ ...first, text: 'Renouvellement, toux' }] },
  }
  await press(text('motif'), 'Enter', { ctrlKey: true })
  await seat.settle(60)
  expect(document.body.textContent).toContain('Dr Paul ESTÈVE a modifié cette consultation')
  expect(text('motif').value).toBe('Renouvellement, fatigue')
  await seat.clickLast('Comparer')
  await seat.settle(60)
  expect(one('del').textContent).toContain('toux')
  expect(one('ins').textContent).toContain('fatigue')
  await seat.clickLast('Garder ma saisie')
  await press(text('motif'), 'Enter', { ctrlKey: true })
  await seat.settle()
  expect(seat.asked('notes.revise').map((input) => input['expectedVersion'])).toEqual([1, 2])
  expect(seat.saved).toEqual([noteId])
})
