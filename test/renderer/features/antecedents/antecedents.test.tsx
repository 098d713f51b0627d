import { act } from 'react'
import { afterEach, expect, test } from 'vitest'
import type { AntecedentsView } from '#app/features/antecedents/model.ts'
import { blankAllergy } from '#app/features/antecedents/allergy-reading.ts'
import { blankFamily, blankHabitus, blankProblem } from '#app/features/antecedents/reading.ts'
import type { PatientRecord } from '#app/features/patients/model.ts'
import type { Permission } from '#app/kernel/permissions.ts'
import {
  AllergiesSummary,
  allergyEntry,
  Cim10Section,
  familyEntry,
  HabitusSummary,
  habitusEntry,
  problemEntry,
  ProblemsSummary,
} from '#renderer/features/antecedents/index.ts'
import AntecedentsSection from '#renderer/features/antecedents/AntecedentsSection.tsx'
import { type Answers, refuse, sitAt } from '#test/renderer/features/patients/seat.tsx'
import { one, press, write } from '#test/renderer/ui/draw.tsx'

const patientId = '01980000-0000-7000-8000-000000000001'
const line = (number: number) => ({
  entryId: `01980000-0000-7000-8000-0000000001${String(number).padStart(2, '0')}`,
  sourceNoteId: null,
  recordedAt: '2026-05-28T08:00:00.000Z',
  recordedBy: 'Dr H. MARCHAND',
  updatedAt: '2026-05-28T08:00:00.000Z',
  updatedBy: 'Dr H. MARCHAND',
  version: 3,
})
const diabetes = {
  ...blankProblem,
  label: 'Diabète de type 2',
  code: 'E11',
  onset: '2014-00-00',
  ald: { kind: 'listed', number: 8, startsOn: null, endsOn: null } as const,
}
const penicillins = { ...blankAllergy, substance: 'Pénicillines', reaction: 'urticaire', onset: '1994-00-00' }
const known: AntecedentsView = {
  problems: [{ ...line(1), fields: diabetes }],
  family: [{ ...line(2), fields: { ...blankFamily, label: 'infarctus', age: 52 } }],
  habitus: [
    { ...line(3), fields: { ...blankHabitus, cigarettesPerDay: 6, since: '1990-00-00' }, superseded: false },
    { ...line(4), fields: { ...blankHabitus, text: 'vingt par jour' }, superseded: true },
  ],
  allergies: { state: 'list', entries: [{ ...line(5), fields: { ...penicillins, certainty: 'to-confirm' } }] },
}
const nothing: AntecedentsView = { problems: [], family: [], habitus: [], allergies: { state: 'unknown' } }

let leave: (() => Promise<unknown>) | undefined
afterEach(async () => {
  await leave?.()
  leave = undefined
})

async function sit(
  screen: React.ReactNode,
  view: AntecedentsView = known,
  answers: Answers = {},
  more: readonly Permission[] = ['record.read', 'record.write'],
) {
  const seat = await sitAt(
    screen,
    {
      'antecedents.read': () => view,
      'antecedents.searchCodes': () => ({ matches: [] }),
      'medicines.searchSubstances': () => ({ substances: [], isImported: true }),
      ...answers,
    },
    more,
  )
  leave = seat.leave
  return seat
}

const tab = <AntecedentsSection patient={{ patientId } as PatientRecord} onOpen={() => {}} onShow={() => {}} />
const text = () => document.body.textContent ?? ''
async function click(name: string) {
  const found = [...document.querySelectorAll('button')].find(
    (one) => one.textContent?.includes(name) === true || one.getAttribute('aria-label')?.includes(name) === true,
  )
  if (found === undefined) throw new Error(`no button ${name}`)
  await act(async () => found.click())
}

test('each line stands in its group, with its ALD, its code and its year', async () => {
  await sit(tab)
  expect(text()).toContain('Diabète de type 2 ALD 8')
  expect(text()).toContain('E11 · 2014')
  expect(text()).toContain('Père\u00a0: infarctus à 52 ans')
  expect(text()).toContain('À confirmer')
  expect(text()).toContain('remplacé')
})

test('a code is proposed as one types, taken with the arrows, and the line is saved whole', async () => {
  const seat = await sit(tab, nothing, {
    'antecedents.searchCodes': () => ({
      matches: [{ code: 'I10', label: 'Hypertension artérielle', source: 'usual' }],
    }),
    'antecedents.save': () => ({ entryId: line(1).entryId, version: 1 }),
  })
  await click('Ajouter')
  const label = one<HTMLInputElement>('input[aria-label="Libellé"]')
  expect(document.activeElement).toBe(label)
  await write(label, 'hta')
  await seat.settle()
  expect(one('[role="option"]').textContent).toBe('Hypertension artérielleI10')
  await press(label, 'ArrowDown')
  await press(label, 'Enter')
  await press(label, 'Enter', { ctrlKey: true })
  await seat.settle()
  expect(seat.asked('antecedents.save')).toMatchObject([
    {
      patientId,
      entryId: null,
      expectedVersion: null,
      entry: { kind: 'problem', fields: { label: 'Hypertension artérielle', code: 'I10', state: 'active' } },
    },
  ])
})

test('a whole line typed in the label fills the other fields', async () => {
  const seat = await sit(tab, nothing, { 'antecedents.save': () => ({ entryId: line(1).entryId, version: 1 }) })
  await click('Ajouter une pathologie ou un antécédent')
  const label = one<HTMLInputElement>('input[aria-label="Libellé"]')
  await write(label, 'Cholécystectomie 2003')
  await press(label, 'Enter')
  await press(label, 'Enter', { ctrlKey: true })
  await seat.settle()
  expect(seat.asked('antecedents.save')[0]).toMatchObject({
    entry: { fields: { label: 'Cholécystectomie', onset: '2003-00-00', nature: 'surgical', state: 'past' } },
  })
})

test('an empty line is refused beside its form, and nothing is sent', async () => {
  const seat = await sit(tab, nothing)
  await click('Ajouter une allergie ou une intolérance')
  await press(one('input[aria-label="Substance"]'), 'Enter', { ctrlKey: true })
  await seat.settle()
  expect(text()).toContain('Indiquez la substance.')
  expect(seat.asked('antecedents.save')).toEqual([])
})

test('an allergy without a known substance says that treatments are not checked against it', async () => {
  await sit(tab, nothing)
  await click('Ajouter une allergie ou une intolérance')
  const substance = one<HTMLInputElement>('input[aria-label="Substance"]')
  await write(substance, 'sirop de mon enfance')
  expect(text()).toContain('les traitements ne pourront pas être vérifiés')
  await write(substance, 'péni')
  await press(substance, 'ArrowDown')
  await press(substance, 'Enter')
  expect(substance.value).toBe('Pénicillines')
  expect(text()).not.toContain('ne pourront pas être vérifiés')
})

test('a removal is undone by « Annuler », at the version it left', async () => {
  const seat = await sit(tab, known, {
    'antecedents.remove': () => ({ version: 4 }),
    'antecedents.restore': () => ({ version: 5 }),
  })
  await click('Retirer Diabète')
  await seat.settle()
  await click('Annuler')
  await seat.settle()
  expect(seat.asked('antecedents.remove')).toMatchObject([{ kind: 'problem', expectedVersion: 3 }])
  expect(seat.asked('antecedents.restore')).toMatchObject([{ kind: 'problem', expectedVersion: 4 }])
})

test('a conflict is told in the form, which stays as it was typed', async () => {
  const at = '2026-11-24T13:40:00.000Z'
  const seat = await sit(tab, known, {
    'antecedents.save': () => refuse('edit.conflict', { currentVersion: 4, changedBy: 'Dr P. ESTÈVE', changedAt: at }),
  })
  await click('Modifier Diabète')
  await write(one<HTMLInputElement>('input[aria-label="Libellé"]'), 'Diabète')
  await press(one('input[aria-label="Libellé"]'), 'Enter', { ctrlKey: true })
  await seat.settle()
  expect(text()).toContain('Dr P. ESTÈVE a modifié cet élément')
  expect(one<HTMLInputElement>('input[aria-label="Libellé"]').value).toBe('Diabète')
})

test('who only reads has neither buttons nor key', async () => {
  await sit(tab, known, {}, ['record.read'])
  expect(text()).toContain('Diabète de type 2')
  expect(document.querySelectorAll('button')).toHaveLength(0)
})

test('the summary tells the three states of allergies apart, and « Aucune connue » is one key', async () => {
  const declared = '2026-11-24T09:00:00.000Z'
  const none = { state: 'none', statement: { declaredAt: declared, declaredBy: 'Dr H. MARCHAND' } } as const
  const seat = await sit(<AllergiesSummary patientId={patientId} />, nothing, {
    'antecedents.declareNoAllergy': () => ({ allergies: none }),
    'antecedents.withdrawNoAllergy': () => ({ allergies: { state: 'unknown' } }),
  })
  expect(text()).toContain('Non renseigné')
  await click('Aucune connue')
  await seat.settle()
  expect(seat.asked('antecedents.declareNoAllergy')).toEqual([{ patientId }])
  await click('Annuler')
  await seat.settle()
  expect(seat.asked('antecedents.withdrawNoAllergy')).toEqual([{ patientId }])
  await seat.leave()
  leave = undefined
  await sit(<AllergiesSummary patientId={patientId} />, { ...nothing, allergies: none })
  expect(text()).toContain('Aucune connue — déclaré le 24/11/2026 par Dr H. MARCHAND')
  expect(text()).not.toContain('Non renseigné')
})

test('allergies that could not be read are never told as none', async () => {
  await sit(<AllergiesSummary patientId={patientId} />, nothing, {
    'antecedents.read': () => refuse('internal', { reference: 'A1' }),
  })
  expect(text()).not.toMatch(/aucune|non renseigné/i)
  expect(text()).toContain('A1')
})

test('pathologies and habitus of the summary are those in force', async () => {
  await sit(
    <>
      <ProblemsSummary patientId={patientId} />
      <HabitusSummary patientId={patientId} />
    </>,
  )
  expect(text()).toContain('Diabète de type 2 ALD 8 E11 · 2014')
  expect(text()).toContain('Tabac\u00a0: 6 cigarettes/jour depuis 1990')
  expect(text()).not.toContain('vingt par jour')
})

test('the entries of a note read a line and say it', () => {
  const said = [
    [problemEntry, 'Diabète de type 2 2014 ALD 8', 'Diabète de type 2, E11, 2014, ALD 8'],
    [allergyEntry, 'kiwi : urticaire', 'Kiwi — urticaire'],
    [familyEntry, 'mère asthme', 'Mère\u00a0: asthme'],
    [habitusEntry, 'non-fumeur', 'Tabac\u00a0: jamais'],
  ] as const
  for (const [entry, typed, words] of said) {
    const read = entry.parse(typed)
    expect(read === null ? null : entry.say(read as never)).toBe(words)
    expect(entry.fields.safeParse(read).success).toBe(true)
    expect(entry.parse('')).toBeNull()
  }
})

test('a refused file of codes names its lines, and nothing changes', async () => {
  const state = { usual: 637, imported: null }
  const seat = await sit(<Cim10Section />, nothing, {
    'antecedents.codeList': () => state,
    'antecedents.importCodes': () =>
      refuse('import.refused', { lines: [{ line: 2, field: 'code', reason: 'ce n’est pas un code' }] }),
  })
  expect(text()).toContain('637 codes fournis')
  const input = one<HTMLInputElement>('input[type="file"]')
  const file = new File([new Uint8Array([0x41, 0x30, 0x31, 0x3b, 0xe9])], 'cim.txt')
  Object.defineProperty(input, 'files', { value: [file] })
  await act(async () => {
    input.dispatchEvent(new Event('change', { bubbles: true }))
  })
  await seat.settle()
  // What is not UTF-8 is read as French software writes it.
  expect(seat.asked('antecedents.importCodes')).toEqual([{ text: 'A01;é', edition: 'cim.txt' }])
  expect(text()).toContain('Ligne 2, code\u00a0: ce n’est pas un code')
})

test('an allergy that is there already is told before it is written twice, and its own line opens instead', async () => {
  const seat = await sit(tab)
  await click('Ajouter une allergie')
  await write(one<HTMLInputElement>('input[aria-label="Substance"]'), 'pénicilline')
  await seat.settle()
  expect(text()).toContain('Déjà au dossier\u00a0: Pénicillines — urticaire, 1994')
  await click('Ouvrir cette ligne')
  await seat.settle()
  expect(one<HTMLInputElement>('input[aria-label="Substance"]').value).toBe('Pénicillines')
  // A line corrected is not a twin of itself.
  expect(text()).not.toContain('Déjà au dossier')
})

test('a line of the summary opens its own line in the tab', async () => {
  const seat = await sit(
    <>
      <ProblemsSummary patientId={patientId} />
      {tab}
    </>,
  )
  const row = one<HTMLElement>(`[data-line="${line(1).entryId}"]`)
  await act(async () => row.click())
  await seat.settle()
  expect(one<HTMLInputElement>('input[aria-label="Libellé"]').value).toBe('Diabète de type 2')
})

test('an allergy a note takes from a line says that it is there already, and not of itself', async () => {
  const Aside = allergyEntry.Aside
  if (Aside === undefined) throw new Error('nothing beside the items')
  const item = (itemId: string) => ({
    itemId,
    kind: 'allergy' as const,
    fields: { ...blankAllergy, substance: 'Pénicilline' },
  })
  const seat = await sit(<Aside patientId={patientId} items={[item('01980000-0000-7000-8000-0000000009aa')]} />)
  await seat.settle()
  expect(text()).toContain('Déjà au dossier')
  await seat.leave()
  const again = await sit(<Aside patientId={patientId} items={[item(line(5).entryId)]} />)
  await again.settle()
  expect(text()).not.toContain('Déjà au dossier')
})
