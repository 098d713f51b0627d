import type { DrugLine, PrescriptionFields, PrescriptionLine } from '#app/features/prescriptions/model.ts'
import { zonesOf } from '#app/features/prescriptions/rules/lines.ts'
import type { DocumentSheet, PrescriptionLine as SheetLine, Sheet, SheetBlock } from '#app/features/printing/model.ts'
import { prescriptionsText } from '#app/text/fr/prescriptions.ts'
import { sayDosesInWords, sayDrugShort, sayDuration } from '#app/text/fr/treatments.ts'
import { findPatient, patientOnPaper, surroundingsOf } from '#core/features/printing/index.ts'
import type { ReadDb } from '#core/kernel/tables.ts'

const words = prescriptionsText.sheet

/** What a sheet is made for. */
export interface SheetRequest {
  readonly patientId: string
  readonly fields: PrescriptionFields
  readonly cabinetName: string
  readonly practitionerId: string
  readonly today: string
  /** Not signed: said on the sheet. */
  readonly isDraft: boolean
}

/** The sheet of a prescription for a patient in sight; `null` for one who is not. */
export async function sheetOf(db: ReadDb, request: SheetRequest): Promise<Sheet | null> {
  const { patientId, fields, cabinetName, practitionerId, today, isDraft } = request
  const row = await findPatient(db, patientId)
  if (row === undefined) return null
  const by = { cabinetName, practitionerId, barcodes: true }
  const { letterhead, footer, placeAndDate, practitionerName } = await surroundingsOf(db, by, fields.prescribedOn)
  const sheet: DocumentSheet = {
    kind: 'document',
    title: prescriptionsText.title,
    format: 'A4',
    letterhead,
    placeAndDate,
    recipient: [],
    patient: await patientOnPaper(db, row, today),
    heading: fields.twoZones ? '' : prescriptionsText.heading,
    blocks: [
      ...(isDraft ? [{ kind: 'notice' as const, runs: [{ text: words.draft, bold: true }] }] : []),
      ...blocksOf(fields),
    ],
    signature: { lines: [practitionerName].filter((line) => line !== '') },
    footer,
  }
  return sheet
}

/** The lines of a sheet, in one list or in the two zones of a long-term condition. */
export function blocksOf(fields: PrescriptionFields): SheetBlock[] {
  if (!fields.twoZones) return [{ kind: 'prescription', lines: fields.lines.map(wordsOf) }]
  const { ald, other } = zonesOf(fields)
  return [{ kind: 'two-zones', longTerm: ald.map(wordsOf), other: other.map(wordsOf) }]
}

function wordsOf(line: PrescriptionLine): SheetLine {
  if (line.kind === 'advice') return { name: '', dosage: line.text, details: [] }
  const { drug, posology, duration, renewals, noSubstitution } = line
  const doses = posology.doses === null ? '' : sayDosesInWords(posology.doses, posology.unit)
  const dosage = [
    doses,
    posology.text,
    posology.route === '' ? '' : words.route(posology.route),
    posology.asNeeded ? words.asNeeded : '',
  ]
  return {
    name: drug.name,
    dosage: dosage.filter((part) => part !== '').join(', '),
    details: [
      duration === null ? '' : words.during(sayDuration(duration)),
      renewals === 0 ? '' : words.renewals(renewals),
      noSubstitution === null ? '' : prescriptionsText.noSubstitution[noSubstitution],
    ].filter((detail) => detail !== ''),
  }
}

/** The line of the timeline: « Bizone ALD, 4 lignes, 3 mois », « Amoxicilline 500 mg, 7 jours », and its drugs beside. */
export function titleOf({ lines, twoZones }: PrescriptionFields): string {
  const drugs = lines.filter((line): line is DrugLine => line.kind === 'drug')
  const lasting = new Set(drugs.map(({ duration }) => (duration === null ? '' : sayDuration(duration))))
  const [one = ''] = lasting
  const { entry } = prescriptionsText
  const [only] = drugs
  const what = lines.length === 1 && only !== undefined ? sayDrugShort(only.drug.name) : entry.lines(lines.length)
  return [twoZones ? entry.twoZones : '', what, lasting.size === 1 ? one : ''].filter((part) => part !== '').join(', ')
}

/** The drugs of a prescription, in a few words. */
export function detailOf({ lines }: PrescriptionFields): string {
  return lines.flatMap((line) => (line.kind === 'drug' ? [sayDrugShort(line.drug.name)] : [])).join(', ')
}

/** Every word of a prescription, for the search of the record. */
export function textOf({ lines }: PrescriptionFields): string {
  return lines
    .map((line) => {
      const { name, dosage, details } = wordsOf(line)
      return [name, dosage, ...details].filter((part) => part !== '').join(', ')
    })
    .join('\n')
}
