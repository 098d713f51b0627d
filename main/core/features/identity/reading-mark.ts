import { readMark } from '#app/features/identity/contract.ts'
import type { MarkMatch } from '#app/features/identity/model.ts'
import { recognition } from '#app/features/identity/model.ts'
import { compareTraits } from '#app/features/identity/rules/comparison.ts'
import { type MarkedIdentity, readMark as readScan } from '#app/features/identity/rules/data-matrix.ts'
import { oidObstacle } from '#app/features/identity/rules/numbers.ts'
import { type NamedElsewhere, recognise } from '#app/features/identity/rules/recognition.ts'
import { nameKey } from '#app/kernel/letters.ts'
import { problem } from '#app/kernel/problem.ts'
import { type PatientRow, toSummary } from '#core/features/patients/index.ts'
import { findPlaceName } from '#core/features/places/index.ts'
import { handle } from '#core/kernel/handle.ts'
import type { ReadDb } from '#core/kernel/tables.ts'
import { readHouse } from './house.ts'
import { identityOf, strictTraitsOf } from './repository.ts'

/** Records looked at for one mark: more people than are born on one day, or share a name, in any cabinet. */
const looked = 400
const mostMatches = 20

/** Answers `identity.readMark`. */
export const readMarkHandler = handle(readMark, async ({ text }, work) => {
  const scan = readScan(text)
  if (!scan.ok) return problem('identity.mark-unreadable', { refusal: scan.refusal })
  const { number, ...marked } = scan.identity
  const obstacle = oidObstacle(number.oid, await work.read(readHouse))
  if (obstacle !== null) return problem('identity.refused', { refusal: obstacle })
  const traits = { ...marked, firstName: null }
  const matches = await work.read((db) => findMatches(db, { number, traits }))
  // Nothing of the mark itself: neither number nor name.
  work.journal({ details: { records: matches.length } })
  const birthPlaceName = marked.birthPlaceCode === null ? '' : await findPlaceName(marked.birthPlaceCode)
  return { reading: { number, traits, birthPlaceName, notices: [...scan.notices] }, matches }
})

/** The records that are or may be somebody named elsewhere, the surest first; `db` shows those the caller sees. */
async function findMatches(
  db: ReadDb,
  named: NamedElsewhere & { readonly number: MarkedIdentity['number'] },
): Promise<MarkMatch[]> {
  const numbered = await byNumber(db, named.number.matricule)
  const known = new Set(numbered.map((row) => row.patient_id))
  // Cheap first: the proofs of a record are read only when its traits say nothing against.
  const alike = (await byTraits(db, named)).filter(
    (row) =>
      !known.has(row.patient_id) &&
      compareTraits(strictTraitsOf(row), named.traits).every(({ kind }) => kind !== 'different'),
  )
  const matches: MarkMatch[] = []
  for (const row of [...numbered, ...alike].slice(0, looked)) {
    const found = recognise(await identityOf(db, row), named)
    if (found !== null) matches.push({ patient: toSummary(row), recognition: found })
  }
  const rank = ({ recognition: how }: MarkMatch) => recognition.options.indexOf(how)
  return matches
    .toSorted((a, b) => rank(a) - rank(b) || a.patient.fileNumber - b.patient.fileNumber)
    .slice(0, mostMatches)
}

/** Records that hold this number, or held it. */
async function byNumber(db: ReadDb, matricule: string): Promise<PatientRow[]> {
  const all = db.selectFrom('patient').selectAll('patient')
  const held = await all.where('patient.ins_matricule', '=', matricule).limit(looked).execute()
  const former = await all
    .where('patient.patient_id', 'in', (query) =>
      query
        .selectFrom('patient_known_number')
        .select('patient_known_number.patient_id')
        .where('patient_known_number.matricule', '=', matricule),
    )
    .limit(looked)
    .execute()
  return distinct([...held, ...former])
}

/** Records born the same day, and those of the same birth name, for a date of which a part is unknown: each an index. */
async function byTraits(db: ReadDb, { traits }: NamedElsewhere): Promise<PatientRow[]> {
  const all = db.selectFrom('patient').selectAll('patient')
  const sameDay =
    traits.birthDate === null
      ? []
      : await all
          .where('patient.hidden', 'in', [0, 1])
          .where('patient.birth_date', '=', traits.birthDate)
          .limit(looked)
          .execute()
  const key = nameKey(traits.birthName ?? '')
  const sameName = key === '' ? [] : await all.where('patient.birth_name_key', '=', key).limit(looked).execute()
  return distinct([...sameDay, ...sameName])
}

function distinct(rows: readonly PatientRow[]): PatientRow[] {
  return [...new Map(rows.map((row) => [row.patient_id, row])).values()]
}
