import type { DocumentSheet, SheetBlock } from '#app/features/printing/model.ts'
import { localTime } from '#app/kernel/local-time.ts'
import { paperText } from '#app/text/fr/printing.ts'
import type { PageSurroundings } from './letterhead.ts'
import {
  type ReadingDay,
  type RecordFacts,
  sayAllergy,
  sayCourse,
  sayDosage,
  sayPartial,
  sayProblem,
} from './record-facts.ts'

const text = paperText.summary

/** What the pages of a record are made of. */
export interface PageMaterial {
  readonly patient: NonNullable<DocumentSheet['patient']>
  readonly facts: RecordFacts
  readonly around: PageSurroundings
  readonly day: ReadingDay
}

/** « Synthèse »: allergies first, then what is followed, what was, what is taken, what was measured. */
export function summarySheet(material: PageMaterial, madeBy: string): DocumentSheet {
  const { facts, day } = material
  const { problems, family } = facts.antecedents
  const listed = (state: 'active' | 'past') => problems.filter(({ fields }) => fields.state === state)
  const listOf = (title: string, rows: readonly { label: string; value: string }[]): SheetBlock[] =>
    rows.length === 0 ? [] : [{ kind: 'facts', title, rows: [...rows] }]
  return {
    ...sheetOf(material, paperText.titles.summary),
    fontSize: 9,
    blocks: [
      allergyNotice(facts, day),
      {
        kind: 'facts',
        title: text.problems,
        rows: orNothing(listed('active').map(({ fields }) => ({ label: '', value: sayProblem(fields) }))),
      },
      ...listOf(
        text.past,
        listed('past').map(({ fields }) => ({ label: '', value: sayProblem(fields) })),
      ),
      ...listOf(
        text.family,
        family.map(({ fields }) => ({ label: paperText.relatives[fields.relative], value: fields.label })),
      ),
      {
        kind: 'facts',
        title: text.treatments,
        rows: orNothing(
          facts.treatments.map(({ fields }) => ({
            label: '',
            value: [fields.drug.name, sayDosage(fields), sayCourse(fields)].filter((part) => part !== '').join(', '),
          })),
        ),
      },
      ...listOf(
        text.vaccinations,
        facts.vaccinations.map(({ vaccine, givenOn }) => ({ label: sayPartial(givenOn), value: vaccine })),
      ),
      ...listOf(
        text.measures,
        facts.measures.map(({ name, value, day: taken }) => ({ label: name, value: `${value} (${taken})` })),
      ),
      { kind: 'paragraph', runs: [{ text: text.madeOn(sayPartial(day.today), madeBy), italic: true }] },
    ],
  }
}

/** « Traitements en cours », for the patient: whole words, larger letters, what the list is not. */
export function treatmentSheet(material: PageMaterial): DocumentSheet {
  const { facts, day } = material
  const words = paperText.treatmentList
  const cell = (value: string, bold = false) => ({ runs: [{ text: value, bold }] })
  const table: SheetBlock = {
    kind: 'table',
    head: true,
    weights: [4, 4, 2],
    rows: [
      [cell(words.drug), cell(words.dosage), cell(words.duration)],
      ...facts.treatments.map(({ fields }) => [
        cell(fields.drug.name, true),
        cell(sayDosage(fields)),
        cell(sayCourse(fields)),
      ]),
    ],
  }
  return {
    ...sheetOf(material, paperText.titles.treatments),
    fontSize: 11,
    blocks: [
      { kind: 'paragraph', runs: [{ text: words.intro }] },
      facts.treatments.length === 0 ? { kind: 'paragraph', runs: [{ text: words.none, bold: true }] } : table,
      allergyNotice(facts, day),
      { kind: 'paragraph', runs: [{ text: words.notAPrescription, italic: true }] },
    ],
  }
}

function sheetOf({ patient, around }: PageMaterial, title: string): DocumentSheet {
  return {
    kind: 'document',
    title,
    format: 'A4',
    letterhead: around.letterhead,
    placeAndDate: around.placeAndDate,
    recipient: [],
    patient,
    heading: title,
    blocks: [],
    signature: null,
    footer: around.footer,
  }
}

/** Three states that never stand for one another: nothing asked, none known and said so, a list. */
function allergyNotice({ antecedents }: RecordFacts, { timeZone }: ReadingDay): SheetBlock {
  const { allergies } = antecedents
  const said = () => {
    if (allergies.state === 'unknown') return text.allergiesUnknown
    if (allergies.state === 'list') return allergies.entries.map(({ fields }) => sayAllergy(fields)).join('\n')
    const { day, month, year } = localTime(allergies.statement.declaredAt, timeZone)
    return text.allergiesNone(`${day}/${month}/${year}`, allergies.statement.declaredBy)
  }
  return {
    kind: 'notice',
    runs: [
      { text: `${text.allergies}\n`, bold: true },
      { text: said(), bold: allergies.state === 'list' },
    ],
  }
}

function orNothing(rows: readonly { label: string; value: string }[]): { label: string; value: string }[] {
  return rows.length === 0 ? [{ label: '', value: text.none }] : [...rows]
}
