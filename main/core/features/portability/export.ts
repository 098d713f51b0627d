import { createHash } from 'node:crypto'
import { portabilityText as text } from '#app/text/fr/portability.ts'
import { problem } from '#app/kernel/problem.ts'
import {
  dropPieces,
  findBlob,
  insertPiece,
  keepPieces,
  makeDocument,
  usualCategories,
} from '#core/features/documents/index.ts'
import type { PatientRegistry } from '#core/features/lifecycle/index.ts'
import type { JobPlan, JobProgress } from '#core/kernel/jobs.ts'
import type { ReadDb } from '#core/kernel/tables.ts'
import type { Work } from '#core/kernel/work.ts'
import { archiveSources, type ArchivePlan } from './archive.ts'
import { dropPending, inPieces, pendingContent } from './pending.ts'

/** An export of one record, put among its documents; stopped, it leaves nothing. */
export function exportIntoRecord(work: Work, registry: PatientRegistry, patientId: string, name: string): JobPlan {
  return {
    kind: 'export',
    canPause: false,
    canCancel: true,
    run: async (progress) => {
      const service = work.vault.asService('portability')
      const contentId = pendingContent(work)
      await service.prepare(dropPending)
      try {
        const plan = await planOf(work, registry, 'unit', [patientId], progress)
        const hash = createHash('sha256')
        let position = 0
        for await (const piece of inPieces(work.ports.archives.pack(archiveSources(plan)))) {
          progress.signal.throwIfAborted()
          hash.update(piece)
          const place = position
          await service.prepare((db) => insertPiece(db, contentId, place, piece))
          position += 1
        }
        const digest = hash.digest('hex')
        const documentId = work.newId()
        await service.write(
          'archive.kept',
          async (db) => {
            await keepPieces(db, contentId, digest)
            const blob = await findBlob(db, digest)
            await makeDocument(db, {
              documentId,
              versionId: work.newId(),
              patientId,
              fileName: text.patientFileName(name, work.today()),
              title: text.documentTitle(work.today().split('-').toReversed().join('/')),
              categoryId: usualCategories.export,
              content: { kind: 'record-archive', digest, bytes: blob?.bytes ?? 0 },
              read: { text: '', html: null, mail: null, pages: null },
              source: 'export',
              fileDate: null,
              today: work.today(),
              at: work.now(),
              by: work.actor.userId,
            })
          },
          { by: work.actor.userId, documentId },
          patientId,
        )
        return { name: documentId }
      } catch (error) {
        await service.prepare((db) => dropPieces(db, contentId))
        throw error
      }
    },
  }
}

/** An export to a new file of this computer; stopped, it leaves nothing. */
export function exportIntoFile(
  work: Work,
  registry: PatientRegistry,
  kind: 'unit' | 'massive',
  patientIds: readonly string[],
  path: string,
): JobPlan {
  return {
    kind: 'export',
    canPause: false,
    canCancel: true,
    run: async (progress) => {
      const plan = await planOf(work, registry, kind, patientIds, progress)
      const { archives } = work.ports
      const reason = await archives.save(path, archives.pack(archiveSources(plan)), progress.signal)
      return reason === null ? { path } : problem('archive.file-unusable', { path, reason })
    },
  }
}

async function planOf(
  work: Work,
  registry: PatientRegistry,
  kind: 'unit' | 'massive',
  patientIds: readonly string[],
  progress: JobProgress,
): Promise<ArchivePlan> {
  const cabinet = work.vault.open()
  if (cabinet === null) throw new Error('an export needs an open cabinet')
  const { name, version } = work.vault.program
  return {
    db: await work.read(async (db: ReadDb) => db),
    registry,
    kind,
    patientIds,
    exportId: work.newId(),
    cabinet: { cabinetId: cabinet.cabinetId, name: cabinet.name },
    by: work.actor.displayName,
    at: work.now(),
    program: `${name} ${version}`,
    step: (done, total) => {
      progress.signal.throwIfAborted()
      progress.at('records', done, total, kind === 'unit' ? 'documents' : 'patients')
    },
  }
}
