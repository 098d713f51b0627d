import { type Letterhead, type LetterheadSettings, letterheadSettings } from '#app/features/printing/model.ts'
import { paperText, sayDay } from '#app/text/fr/printing.ts'
import { findPerson, nameOf } from '#core/features/people/index.ts'
import { findSection, readCabinetSettings, type Section } from '#core/features/settings/index.ts'
import type { ReadDb } from '#core/kernel/tables.ts'

/** The section of `setting` that « En-tête » edits. */
export const letterheadSection = 'letterhead'

/** The logo and foot of a cabinet that chose none. */
export const plainLetterhead: LetterheadSettings = { logo: null, footer: '' }

/** What « En-tête » says now; `null` before anybody wrote it. */
export function findLetterhead(db: ReadDb): Promise<Section<LetterheadSettings> | null> {
  return findSection(db, letterheadSection, letterheadSettings)
}

/** Who prints: the open cabinet, and the practitioner whose name stands at the top, or nobody. */
export interface PrintedBy {
  readonly cabinetName: string
  readonly practitionerId: string | null
  /** Bars of the RPPS and FINESS numbers: on prescriptions. */
  readonly barcodes?: boolean
}

/** What stands at the top of a page, its foot, and where and when it is written. */
export interface PageSurroundings {
  readonly letterhead: Letterhead
  readonly footer: string
  readonly placeAndDate: string
  /** « Dr Hélène MARCHAND »; empty for nobody. */
  readonly practitionerName: string
}

/** What every page of the cabinet has around its text, on a civil day. */
export async function surroundingsOf(db: ReadDb, by: PrintedBy, today: string): Promise<PageSurroundings> {
  const cabinet = await readCabinetSettings(db, { name: by.cabinetName })
  const own = (await findLetterhead(db))?.value ?? plainLetterhead
  const person = by.practitionerId === null ? undefined : await findPerson(db, by.practitionerId)
  const name =
    person === undefined
      ? ''
      : nameOf({ title: person.title, firstName: person.first_name, lastName: person.last_name })
  const hasBars = by.barcodes === true
  return {
    letterhead: {
      practitioner:
        person === undefined
          ? null
          : {
              name,
              lines: [
                person.specialty ?? person.profession ?? '',
                person.sector === null || person.sector === '' ? '' : paperText.sector(person.sector),
                person.rpps === null || hasBars ? '' : `${paperText.rpps} ${person.rpps}`,
              ].filter((line) => line !== ''),
            },
      cabinet: {
        name: cabinet.name,
        lines: [
          cabinet.addressLine,
          cabinet.addressComplement,
          [cabinet.postalCode, cabinet.town].filter((part) => part !== '').join(' '),
          cabinet.phone === '' ? '' : paperText.phone(cabinet.phone),
          cabinet.email,
          cabinet.finess === '' || hasBars ? '' : `${paperText.finess} ${cabinet.finess}`,
        ].filter((line) => line !== ''),
      },
      logo:
        own.logo === null ? null : { type: own.logo.type, bytes: new Uint8Array(Buffer.from(own.logo.data, 'base64')) },
      barcodes: { rpps: hasBars ? (person?.rpps ?? '') : '', finess: hasBars ? cabinet.finess : '' },
    },
    footer: own.footer,
    placeAndDate: paperText.placeAndDate(cabinet.town, sayDay(today)),
    practitionerName: name,
  }
}
