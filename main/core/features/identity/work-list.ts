import type { InsStatus, WorkReason } from '#app/features/identity/model.ts'
import { type ListedIdentity, type WorkItem, type WorkList, workList } from '#app/features/identity/rules/work-list.ts'
import type { InsAttribute } from '#app/features/patients/model.ts'
import type { PatientRow } from '#core/features/patients/index.ts'
import type { ReadDb } from '#core/kernel/tables.ts'

/**
 * Every identity in sight of `db` that is to be looked at, the gravest first, with how many there are of each reason and
 * status. Only those that can be in it are read, by what the rule asks of them: the rule itself decides.
 */
export async function readWorkList(db: ReadDb): Promise<WorkList> {
  return { ...(await readItems(db)), statuses: (await figuresOf(db)).statuses }
}

async function readItems(db: ReadDb): Promise<Omit<WorkList, 'statuses'>> {
  const besides = await koAndStrays(db)
  const formers = await formerNumbers(db)
  const rows = new Map<string, ListedRow>()
  const add = (found: readonly ListedRow[]) => {
    for (const row of found) rows.set(row.patient_id, row)
  }
  add(await ofOwnReason(db))
  add(await ofSameTraits(db))
  const shared = [...(await ofSameMatricule(db)), ...sharedWithFormer(formers, await heldOf(db, formers))]
  const strays = [...besides].filter(([, { strays: count }]) => count > 0).map(([patientId]) => patientId)
  add(
    await byIds(
      db,
      [...shared, ...strays].filter((patientId) => !rows.has(patientId)),
    ),
  )
  const listed = [...rows.values()].map((row) =>
    listedOf(row, besides.get(row.patient_id), formers.get(row.patient_id)),
  )
  const { items, reasons } = workList(listed)
  return { items, reasons }
}

/** Columns of the index of names: no row of a patient is read. */
const listedColumns = [
  'patient.patient_id',
  'patient.birth_name_key',
  'patient.birth_first_name_key',
  'patient.birth_date',
  'patient.sex',
  'patient.used_name_key',
  'patient.ins_status',
  'patient.ins_attributes',
  'patient.ins_matricule',
] as const

type ListedRow = Pick<
  PatientRow,
  | 'patient_id'
  | 'birth_name_key'
  | 'birth_first_name_key'
  | 'birth_date'
  | 'sex'
  | 'used_name_key'
  | 'ins_status'
  | 'ins_attributes'
  | 'ins_matricule'
>

interface KoAndStrays {
  readonly ko: ListedIdentity['ko']
  readonly strays: number
}

function listedOf(
  row: ListedRow,
  besides: KoAndStrays = { ko: null, strays: 0 },
  formerMatricules: readonly string[] = [],
): ListedIdentity {
  return {
    patientId: row.patient_id,
    hasIns: row.ins_status === 'retrieved' || row.ins_status === 'qualified',
    hasDocument: row.ins_status === 'validated' || row.ins_status === 'qualified',
    attributes: JSON.parse(row.ins_attributes) as InsAttribute[],
    ko: besides.ko,
    matricule: row.ins_matricule ?? '',
    formerMatricules,
    strays: besides.strays,
    birthNameKey: row.birth_name_key,
    usedNameKey: row.used_name_key,
    firstNameKey: row.birth_first_name_key,
    sex: row.sex,
    birthDate: row.birth_date,
  }
}

/** « INS KO », doubtful, or a birth name that is missing or may be a used one. */
function ofOwnReason(db: ReadDb): Promise<ListedRow[]> {
  return db
    .selectFrom('patient')
    .select(listedColumns)
    .where((eb) =>
      eb.or([
        eb('patient.ins_ko', '=', 1),
        eb('patient.ins_attributes', '<>', '[]'),
        eb('patient.birth_name_key', '=', ''),
        eb.and([
          eb('patient.sex', '=', 'F'),
          eb('patient.ins_status', '=', 'provisional'),
          eb('patient.birth_name_key', '=', eb.ref('patient.used_name_key')),
        ]),
      ]),
    )
    .execute()
}

/** Those of whom another has the same name, first name, sex and birth date. */
function ofSameTraits(db: ReadDb): Promise<ListedRow[]> {
  const traits = ['birth_name_key', 'birth_first_name_key', 'birth_date', 'sex'] as const
  return db
    .selectFrom((eb) =>
      eb
        .selectFrom('patient')
        .select(['patient.birth_name_key', 'patient.birth_first_name_key', 'patient.birth_date', 'patient.sex'])
        .groupBy(['patient.birth_name_key', 'patient.birth_first_name_key', 'patient.birth_date', 'patient.sex'])
        .having((group) => group.fn.countAll<number>(), '>', 1)
        .as('same'),
    )
    .innerJoin('patient', (join) =>
      traits.reduce((on, trait) => on.onRef(`patient.${trait}`, '=', `same.${trait}`), join),
    )
    .select(listedColumns)
    .execute()
}

async function ofSameMatricule(db: ReadDb): Promise<string[]> {
  const rows = await db
    .selectFrom((eb) =>
      eb
        .selectFrom('patient')
        .select('patient.ins_matricule')
        .where('patient.ins_matricule', 'is not', null)
        .groupBy('patient.ins_matricule')
        .having((group) => group.fn.countAll<number>(), '>', 1)
        .as('same'),
    )
    .innerJoin('patient', 'patient.ins_matricule', 'same.ins_matricule')
    .select('patient.patient_id')
    .execute()
  return rows.map((row) => row.patient_id)
}

/** Former numbers that INSi gave with the one held, by record: few have any. */
async function formerNumbers(db: ReadDb): Promise<Map<string, string[]>> {
  const rows = await db
    .selectFrom('patient_known_number')
    .select(['patient_known_number.patient_id', 'patient_known_number.matricule'])
    .where('patient_known_number.source', '=', 'former')
    .execute()
  const formers = new Map<string, string[]>()
  for (const row of rows) formers.set(row.patient_id, [...(formers.get(row.patient_id) ?? []), row.matricule])
  return formers
}

/** Who holds a number that is a former one of somebody. */
async function heldOf(
  db: ReadDb,
  formers: ReadonlyMap<string, readonly string[]>,
): Promise<readonly (readonly [matricule: string, patientId: string])[]> {
  if (formers.size === 0) return []
  const rows = await db
    .selectFrom('patient_known_number')
    .innerJoin('patient', 'patient.ins_matricule', 'patient_known_number.matricule')
    .select(['patient.patient_id', 'patient_known_number.matricule'])
    .where('patient_known_number.source', '=', 'former')
    .execute()
  return rows.map((row) => [row.matricule, row.patient_id])
}

function sharedWithFormer(
  formers: ReadonlyMap<string, readonly string[]>,
  held: readonly (readonly [matricule: string, patientId: string])[],
): string[] {
  const bearers = new Map<string, Set<string>>()
  const bear = (matricule: string, patientId: string) =>
    bearers.set(matricule, (bearers.get(matricule) ?? new Set()).add(patientId))
  for (const [patientId, matricules] of formers) for (const matricule of matricules) bear(matricule, patientId)
  for (const [matricule, patientId] of held) bear(matricule, patientId)
  return [...bearers.values()].filter((together) => together.size > 1).flatMap((together) => [...together])
}

async function koAndStrays(db: ReadDb): Promise<Map<string, KoAndStrays>> {
  const rows = await db
    .selectFrom('patient_identity')
    .select(['patient_identity.patient_id', 'patient_identity.ko_reason', 'patient_identity.strays'])
    // To the letter the condition of the index of those rows: a value bound to a parameter would not be.
    .where((eb) =>
      eb.or([eb('patient_identity.ko_reason', 'is not', null), eb('patient_identity.strays', '>', eb.lit(0))]),
    )
    .execute()
  return new Map(rows.map((row) => [row.patient_id, { ko: row.ko_reason, strays: row.strays }]))
}

/** Identifiers a statement carries. */
const atOnce = 500

async function byIds(db: ReadDb, patientIds: readonly string[]): Promise<ListedRow[]> {
  const rows: ListedRow[] = []
  for (let from = 0; from < patientIds.length; from += atOnce) {
    const some = patientIds.slice(from, from + atOnce)
    rows.push(
      ...(await db.selectFrom('patient').select(listedColumns).where('patient.patient_id', 'in', some).execute()),
    )
  }
  return rows
}

interface KeptList {
  readonly cabinetId: string
  readonly seen: string
  readonly list: WorkList
  readonly at: string
}

/** The last list of each sight, by the list of groups its holder keeps: pages of one list are one list. */
const kept = new WeakMap<readonly string[], KeptList>()

/** Whose list is read: the open cabinet, and the sight its records are limited to. */
export interface WorkListSight {
  readonly cabinetId: string
  readonly groupIds: readonly string[]
  readonly now: string
}

/** The list as {@link readWorkList} makes it, made again only after something changed in sight. */
export async function findWorkList(
  db: ReadDb,
  { cabinetId, groupIds, now }: WorkListSight,
): Promise<Pick<KeptList, 'list' | 'at'>> {
  const { seen, statuses } = await figuresOf(db)
  const known = kept.get(groupIds)
  if (known?.cabinetId === cabinetId && known.seen === seen) return known
  const made: KeptList = { cabinetId, seen, list: { ...(await readItems(db)), statuses }, at: now }
  kept.set(groupIds, made)
  return made
}

/** Figures of the records in sight, of one walk over the index of names. */
interface SightFigures {
  /**
   * Changes with any record in sight: every write raises a version, and numbers of records are given once. Two sets of
   * records with the same three figures do not follow one another.
   */
  readonly seen: string
  readonly statuses: Readonly<Record<InsStatus, number>>
}

async function figuresOf(db: ReadDb): Promise<SightFigures> {
  const row = await db
    .selectFrom('patient')
    .select((eb) => {
      const of = (status: InsStatus) =>
        eb.fn.countAll<number>().filterWhere('patient.ins_status', '=', status).as(status)
      return [
        eb.fn.countAll<number>().as('records'),
        eb.fn.sum<number>('patient.version').as('versions'),
        eb.fn.sum<number>(eb('patient.version', '*', eb.ref('patient.file_number'))).as('numbered'),
        of('provisional'),
        of('retrieved'),
        of('validated'),
        of('qualified'),
      ]
    })
    .executeTakeFirstOrThrow()
  return {
    seen: `${row.records} ${row.versions} ${row.numbered}`,
    statuses: {
      provisional: Number(row.provisional),
      retrieved: Number(row.retrieved),
      validated: Number(row.validated),
      qualified: Number(row.qualified),
    },
  }
}

/** The lines of a page, those of one reason alone when one is given. */
export function pageOf(
  { items }: WorkList,
  page: { readonly reason: WorkReason | null; readonly offset: number; readonly limit: number },
): { readonly total: number; readonly items: readonly WorkItem[] } {
  const { reason, offset, limit } = page
  const wanted = reason === null ? items : items.filter(({ reasons }) => reasons.includes(reason))
  return { total: wanted.length, items: wanted.slice(offset, offset + limit) }
}
