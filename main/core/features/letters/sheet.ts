import type { LetterContent } from '#app/features/letters/model.ts'
import { blocksOf } from '#app/features/letters/rules.ts'
import type { DocumentSheet } from '#app/features/printing/model.ts'
import { paperText } from '#app/text/fr/printing.ts'
import { findPatient, patientOnPaper, surroundingsOf } from '#core/features/printing/index.ts'
import type { Work } from '#core/kernel/work.ts'

/** The pages of a letter and the name of who signs it; `null` when the patient is out of sight. */
export async function letterSheet(
  work: Work,
  patientId: string,
  content: LetterContent,
  day: string,
): Promise<{ readonly sheet: DocumentSheet; readonly practitionerName: string } | null> {
  const cabinetName = work.vault.open()?.name ?? ''
  const { category, practitionerId, recipient, format } = content
  return work.read(async (db) => {
    const row = await findPatient(db, patientId)
    if (row === undefined) return null
    const around = await surroundingsOf(db, { cabinetName, practitionerId }, day)
    const { practitionerName } = around
    return {
      practitionerName,
      sheet: {
        kind: 'document',
        title: paperText.titles[category],
        format,
        letterhead: around.letterhead,
        placeAndDate: around.placeAndDate,
        recipient: [recipient.name, ...recipient.address.split('\n')]
          .map((line) => line.trim())
          .filter((line) => line !== ''),
        patient: await patientOnPaper(db, row, day),
        // A certificate bears its title; that of a letter names it in the record only.
        heading: category === 'certificate' ? content.title : '',
        blocks: blocksOf(content.document),
        signature: practitionerName === '' ? null : { lines: [practitionerName] },
        footer: around.footer,
      },
    }
  })
}
