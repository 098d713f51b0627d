import {
  refusalReason,
  type ScanFault,
  scanFault,
  scanSettings,
  type ScanSettings,
} from '#app/features/documents/model.ts'
import { cleanFileName, refusalOfSize } from '#app/features/documents/rules.ts'
import { findSection } from '#core/features/settings/index.ts'
import type { ReadDb, WriteDb } from '#core/kernel/tables.ts'
import type { DocumentReading } from '#core/ports/document-reading.ts'
import type { ScannedFile } from '#core/ports/scan-folder.ts'
import { inOnePiece, joined, storeBlob } from './blobs.ts'
import { readWordsOf, tellContent } from './content.ts'
import { makeDocument } from './making.ts'
import { isScannedAlready } from './repository.ts'

/** The section of the settings that names the folder. */
export const scanSection = 'documents.scan'

/** The folder a cabinet watches; none until somebody names it. */
export async function readScanSettings(
  db: ReadDb,
): Promise<{ readonly settings: ScanSettings; readonly version: number }> {
  const section = await findSection(db, scanSection, scanSettings)
  return { settings: section?.value ?? { folder: null }, version: section?.version ?? 0 }
}

/** Faults shown at most; older ones are dropped. */
const mostFaults = 50

/** Files set aside lately, the last first. */
export async function findScanFaults(db: ReadDb): Promise<ScanFault[]> {
  const rows = await db
    .selectFrom('scan_fault')
    .selectAll()
    .orderBy('scan_fault_id', 'desc')
    .limit(mostFaults)
    .execute()
  return rows.map(({ file_name, reason, at }) => scanFault.parse({ fileName: file_name, reason, at }))
}

/** What the core does around a scanned file, as the service that watches the folder. */
export interface ScanDesk {
  readonly reading: DocumentReading
  read<T>(query: (db: ReadDb) => Promise<T>): Promise<T>
  /** One transaction, journaled as the act of a scanned file. */
  write<T>(change: (db: WriteDb) => Promise<T>, details: Readonly<Record<string, unknown>>): Promise<T>
  newId(): string
  now(): string
  today(): string
}

/** What became of a scanned file: a document, one that was there already, or nothing, and why. */
export type ScanOutcome = 'imported' | 'known' | ScanFault['reason']

/**
 * Makes a document of a scanned file, to be filed. A file that is one already (the program ended before its original was
 * moved) makes no other. The file is held in memory while it is judged and kept: one at a time, at most of the size that
 * is taken in.
 */
export async function importScan(
  desk: ScanDesk,
  file: ScannedFile,
  pieces: () => AsyncIterable<Uint8Array>,
): Promise<ScanOutcome> {
  const size = refusalOfSize(file.bytes)
  if (size !== null) return size
  const bytes = await joined(pieces()).catch(() => null)
  if (bytes === null) return 'unreadable'
  // Grown since it was found.
  const grown = refusalOfSize(bytes.length)
  if (grown !== null) return grown
  const content = await tellContent(inOnePiece(bytes))
  if ('refused' in content) return content.refused
  if (await desk.read((db) => isScannedAlready(db, content.digest, cleanFileName(file.fileName, content.kind)))) {
    return 'known'
  }
  const read = await readWordsOf(desk.reading, content, async () => bytes)
  await desk.write(
    async (db) => {
      await storeBlob(db, bytes)
      await makeDocument(db, {
        documentId: desk.newId(),
        versionId: desk.newId(),
        patientId: null,
        fileName: file.fileName,
        content,
        read,
        source: 'scan',
        fileDate: file.day,
        today: desk.today(),
        at: desk.now(),
        by: null,
      })
    },
    { kind: content.kind, bytes: content.bytes },
  )
  return 'imported'
}

/** Notes a file that was set aside, and forgets the oldest. */
export async function noteScanFault(db: WriteDb, fault: ScanFault & { readonly scanFaultId: string }): Promise<void> {
  await db
    .insertInto('scan_fault')
    .values({
      scan_fault_id: fault.scanFaultId,
      file_name: fault.fileName.slice(0, 200),
      reason: fault.reason,
      at: fault.at,
    })
    .execute()
  const kept = await db
    .selectFrom('scan_fault')
    .select('scan_fault_id')
    .orderBy('scan_fault_id', 'desc')
    .limit(mostFaults)
    .execute()
  const oldest = kept.at(-1)
  if (kept.length === mostFaults && oldest !== undefined) {
    await db.deleteFrom('scan_fault').where('scan_fault_id', '<', oldest.scan_fault_id).execute()
  }
}

/** Whether an outcome is a reason to set the file aside. */
export function isScanFault(outcome: ScanOutcome): outcome is ScanFault['reason'] {
  return outcome === 'unreadable' || outcome === 'not-moved' || refusalReason.safeParse(outcome).success
}
