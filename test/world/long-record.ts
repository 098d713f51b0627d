import { cp } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { contract } from '#app/contract.ts'
import type { EntryKind } from '#app/features/record/model.ts'
import { queriesOn } from '#core/db/connection.ts'
import { unlockWithPassword, unwrapDataKey } from '#core/db/keyslots.ts'
import { databaseFile, readManifest } from '#core/db/manifest.ts'
import { openWriter } from '#core/db/open-connections.ts'
import { putEntry } from '#core/features/record/index.ts'
import type { CabinetTables } from '#core/kernel/tables.ts'
import { openWorld, testPassword } from './open-world.ts'

/** A cabinet on the disk with one long record, to be opened by the program itself. */
export interface LongRecord {
  readonly patientId: string
  /** Of Dora Doc, whose patient it is. */
  readonly password: string
  /** Consultations that can be read in full, newest first; the other lines are lines only. */
  readonly noteIds: readonly string[]
}

const others: readonly (readonly [EntryKind, string, string])[] = [
  ['result', 'HbA1c, créatinine, bilan lipidique', 'Labo'],
  ['document', 'Doppler des troncs supra-aortiques', 'Aubin'],
  ['prescription', 'Bizone ALD, 4 lignes, 3 mois', 'DD'],
  ['letter', 'Ophtalmologie : pas de rétinopathie', 'Sorel'],
  ['vaccination', 'Grippe saisonnière', 'DD'],
]

const motives = ['Renouvellement du traitement', 'Fatigue depuis trois semaines', 'Lombalgie aiguë', 'Vaccination']
const days = 86_400_000

const id = (number: number): string => `01980000-0000-7000-8000-${String(number).padStart(12, '0')}`

/**
 * Puts in a folder of cabinets « Cabinet du Tilleul », where Dora Doc (password `testPassword`) has the record of DURAND
 * Marie: a few consultations signed as one signs them, and lines of every kind before them, `lines` in all.
 */
export async function makeLongRecord(cabinetsFolder: string, lines: number): Promise<LongRecord> {
  await using world = await openWorld()
  const doctor = world.as('doctor')
  const patientId = await doctor.createPatient()
  const now = Date.parse(world.clock.now())
  const noteIds: string[] = []
  for (const [at, motive] of motives.entries()) {
    const noteId = id(at + 1)
    const occurredAt = new Date(now - (at * 30 + 1) * days).toISOString()
    const sections = [{ sectionId: 'motif', keyword: 'Motif', text: `${motive}.`, items: [] }]
    await doctor.must(contract.notes.sign, { noteId, patientId, content: { occurredAt, sections } })
    noteIds.push(noteId)
  }
  const { userId } = doctor
  await world.core.dispose()
  const manifest = await readManifest(world.cabinetFolder)
  const master = await unlockWithPassword(manifest, userId, testPassword)
  const [wrapped] = manifest.dataKeys
  if (master === null || wrapped === undefined) throw new Error('the test password opens this cabinet')
  const writer = openWriter(join(world.cabinetFolder, databaseFile), unwrapDataKey(master, wrapped))
  const db = queriesOn<CabinetTables>(writer)
  await db.transaction().execute(async (inside) => {
    for (let line = motives.length; line < lines; line += 1) {
      const [kind, title, authorName] = others[line % others.length] ?? others[0] ?? raise()
      await putEntry(inside, {
        entryId: id(1000 + line),
        patientId,
        kind,
        categoryId: null,
        occurredAt: new Date(now - (150 + line) * days).toISOString(),
        title,
        detail: '',
        authorId: null,
        authorName,
        marks: kind === 'result' ? { abnormalCount: 5 } : {},
        text: `Élément ${line}`,
      })
    }
  })
  await db.destroy()
  await cp(world.cabinetFolder, join(cabinetsFolder, basename(world.cabinetFolder)), { recursive: true })
  return { patientId, password: testPassword, noteIds }
}

function raise(): never {
  throw new Error('there are kinds of entries')
}
