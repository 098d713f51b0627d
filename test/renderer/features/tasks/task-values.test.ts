import { expect, test } from 'vitest'
import { blankTask, readTask, taskValuesOf, tidyTask } from '#renderer/features/tasks/task-values.ts'
import { laboratory } from './tasks.ts'

const today = { today: '2026-11-24', presentDue: null }
const typed = { ...blankTask, title: 'Rappeler' }

test('a task is read as the cabinet takes it: no patient, nobody and no day are said as such', () => {
  expect(readTask({ ...typed, title: '  Rappeler ' }, today)).toEqual({
    ok: true,
    patientId: null,
    fields: { title: 'Rappeler', note: '', assignedTo: null, dueOn: null, urgent: false },
  })
  const values = taskValuesOf(laboratory)
  expect(readTask(values, { ...today, presentDue: laboratory.fields.dueOn })).toEqual({
    ok: true,
    patientId: laboratory.patient?.patientId,
    fields: laboratory.fields,
  })
})

test('a day already past stays as it is; typed anew, it is refused', () => {
  const late = taskValuesOf(laboratory)
  expect(late.dueOn).toBe('02/11/2026')
  expect(readTask(late, { ...today, presentDue: '2026-11-02' })).toMatchObject({ ok: true })
  const refused = { ok: false, errors: { dueOn: 'Ce jour est passé.' } }
  expect(readTask({ ...late, dueOn: '03/11/2026' }, { ...today, presentDue: '2026-11-02' })).toEqual(refused)
  expect(readTask(late, today)).toEqual(refused)
})

test.each([
  ['title', '', 'À renseigner'],
  ['title', '   ', 'À renseigner'],
  ['title', 'x'.repeat(161), '160 caractères au plus'],
  ['note', 'x'.repeat(4001), '4 000 caractères au plus'],
  ['dueOn', 'bientôt', 'Date non reconnue'],
  ['dueOn', '31/11', 'Ce jour n’existe pas'],
])('%s « %s » is refused', (field, value, sentence) => {
  expect(readTask({ ...typed, [field]: value }, today)).toMatchObject({
    ok: false,
    errors: { [field]: expect.stringContaining(sentence) },
  })
})

test('a day is written back in full once its field is left; what is not a day stays as typed', () => {
  expect(tidyTask({ ...typed, dueOn: 'demain' }, 'dueOn', today).dueOn).toBe('25/11/2026')
  expect(tidyTask({ ...typed, dueOn: 'bientôt' }, 'dueOn', today).dueOn).toBe('bientôt')
  expect(tidyTask({ ...typed, title: ' Rappeler ' }, 'title', today).title).toBe('Rappeler')
})
