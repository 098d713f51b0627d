import { act } from 'react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { LetterContent, LetterView } from '#app/features/letters/model.ts'
import { documentOf, plainText, unfilledFields } from '#app/features/letters/rules.ts'
import { LetterEditor, LetterReader } from '#renderer/features/letters/index.ts'
import { recordOfFrancoise as patient } from '#test/renderer/features/patients/records.ts'
import { type Answers, refuse, sitAt } from '#test/renderer/features/patients/seat.tsx'

// What draws PDF asks the browser for threads and canvases that happy-dom does not have.
vi.mock('#renderer/features/documents/index.ts', () => ({ PdfView: () => <p>pages</p>, loadPagePictures: vi.fn() }))

let leave: (() => Promise<unknown>) | undefined
beforeEach(() => {
  Element.prototype.scrollIntoView = () => {}
  Range.prototype.getClientRects = () => [] as unknown as DOMRectList
  Range.prototype.getBoundingClientRect = () => new DOMRect()
  globalThis.document.elementFromPoint = () => null
})
afterEach(async () => {
  await leave?.()
  leave = undefined
})

const { patientId } = patient
const letterId = '01900000-0000-7000-8000-0000000000ab'
const content: LetterContent = {
  category: 'letter',
  title: 'Demande d’avis',
  recipient: { contactId: null, name: 'Dr Paul NORMAND', address: '' },
  practitionerId: null,
  format: 'A4',
  document: documentOf('Cher confrère,\nChez {patient.name}, [motif de la demande].'),
}
const letter: LetterView = {
  letterId,
  patientId,
  content: { ...content, document: documentOf('Cher confrère,') },
  practitionerName: '',
  authorName: 'Dr Hélène MARCHAND',
  validatedAt: '2026-11-20T13:31:00.000Z',
  revision: 2,
  revisedAt: '2026-11-21T09:00:00.000Z',
  revisedBy: 'Dr Paul ESTÈVE',
  version: 2,
}
const pdf = btoa('%PDF')

async function write(answers: Answers = {}) {
  const saved: string[] = []
  const seat = await sitAt(
    <LetterEditor
      patient={patient}
      subjectId={null}
      onClose={() => {}}
      onSaved={(entryId) => void saved.push(entryId)}
      onOpen={() => {}}
    />,
    {
      'letters.fields': () => ({ values: { 'patient.name': 'Mme LACAZE Françoise' }, practitioners: [] }),
      'letters.templates': () => ({ templates: [] }),
      'letters.validate': () => ({ letter }),
      'letters.open': () => ({ letter, pdf }),
      'drafts.get': () => ({
        draft: {
          place: { form: 'letter', subjectId: patientId },
          fields: content,
          basedOnVersion: null,
          savedAt: '2026-11-20T13:00:00.000Z',
        },
      }),
      ...answers,
    },
    ['record.read', 'letter.write', 'document.read'],
  )
  leave = seat.leave
  await settled(seat)
  return { ...seat, saved }
}

/** The editor comes by itself, after what it is made of. */
async function settled(seat: { settle: () => Promise<unknown> }) {
  for (let turn = 0; turn < 40 && document.querySelector('.tiptap, article') === null; turn += 1) await seat.settle()
  await seat.settle()
}

function button(name: RegExp): HTMLButtonElement {
  const found = [...document.querySelectorAll('button')].find((one) =>
    name.test(one.getAttribute('aria-label') ?? one.textContent),
  )
  if (found === undefined) throw new Error(`no button ${name}`)
  return found
}
const click = (name: RegExp) => act(async () => button(name).click())

test('a draft is taken up with what is known filled, and validation names what is not', async () => {
  const seat = await write()
  const words = document.querySelector('.tiptap')?.textContent ?? ''
  expect(words).toContain('Chez Mme LACAZE Françoise, motif de la demande.')
  expect(document.querySelectorAll('[data-letter-field]')).toHaveLength(1)
  await click(/^Valider/)
  expect(document.body.textContent).toContain('Un champ n’est pas rempli')
  expect(seat.asked('letters.validate')).toEqual([])
})

test('fields taken out, the letter is validated without them and its draft is dropped for good', async () => {
  const seat = await write()
  await click(/^Valider/)
  await click(/Retirer les champs vides/)
  await seat.settle()
  const [sent] = seat.asked('letters.validate')
  if (sent === undefined) throw new Error('nothing was validated')
  const { document } = sent['content'] as LetterContent
  expect(unfilledFields(document)).toEqual([])
  expect(plainText(document, () => '?')).toBe('Cher confrère,\nChez Mme LACAZE Françoise,.')
  expect(seat.saved).toEqual([letterId])
  const kept = seat.asked('drafts.save').length
  expect(seat.asked('drafts.discard')).toHaveLength(1)
  await seat.settle(1500)
  expect(seat.asked('drafts.save')).toHaveLength(kept)
})

test('a refusal stays beside the text, which stays', async () => {
  const seat = await write({ 'letters.validate': () => refuse('printing.failed', { reason: 'timeout' }) })
  await click(/^Valider/)
  await click(/Retirer les champs vides/)
  await seat.settle(200)
  expect(document.body.textContent).toContain('La lettre n’est pas validée')
  expect(document.body.textContent).toContain('La mise en page a pris trop de temps')
  expect(document.querySelector('.tiptap')?.textContent).toContain('Cher confrère')
  expect(seat.saved).toEqual([])
})

async function readLetter(answers: Answers = {}) {
  const removed: number[] = []
  const seat = await sitAt(
    <LetterReader patientId={patientId} entryId={letterId} onEdit={() => {}} onRemoved={() => void removed.push(1)} />,
    {
      'letters.open': () => ({ letter, pdf }),
      'letters.remove': () => ({ version: 3 }),
      'letters.restore': () => ({ version: 4 }),
      'letters.revisions': () => ({
        revisions: [
          {
            revision: 2,
            title: 'Avis',
            recipient: content.recipient,
            text: 'Prendre 10 mg',
            authorName: 'Dr P. E.',
            at: letter.revisedAt,
            reason: 'Dose',
          },
          {
            revision: 1,
            title: 'Avis',
            recipient: content.recipient,
            text: 'Prendre 5 mg',
            authorName: 'Dr H. M.',
            at: letter.validatedAt,
            reason: '',
          },
        ],
      }),
      ...answers,
    },
    ['document.read', 'letter.write'],
  )
  leave = seat.leave
  await settled(seat)
  return { ...seat, removed }
}

test('a letter read says who corrected it, and what each correction changed', async () => {
  const seat = await readLetter()
  expect(document.body.textContent).toContain('Corrigée par Dr Paul ESTÈVE')
  await click(/2 versions/)
  for (let turn = 0; turn < 40 && document.querySelector('ins') === null; turn += 1) await seat.settle()
  expect(document.querySelector('ins')?.textContent).toBe('10')
  expect(document.querySelector('del')?.textContent).toBe('5')
  expect(document.body.textContent).toContain('Motif\u00a0: Dose')
})

test('a letter removed by mistake comes back by « Annuler »', async () => {
  const seat = await readLetter()
  await click(/Retirer du dossier/)
  await seat.settle()
  expect(seat.removed).toEqual([1])
  await click(/^Annuler/)
  await seat.settle()
  expect(seat.asked('letters.restore')).toEqual([{ patientId, letterId, expectedVersion: 3 }])
})

test('without the right to write, a letter is read and nothing more', async () => {
  const seat = await sitAt(
    <LetterReader patientId={patientId} entryId={letterId} onEdit={() => {}} onRemoved={() => {}} />,
    { 'letters.open': () => ({ letter, pdf }) },
    ['document.read'],
  )
  leave = seat.leave
  await settled(seat)
  expect([...document.querySelectorAll('button')].map((one) => one.textContent)).not.toContain('Corriger')
})
