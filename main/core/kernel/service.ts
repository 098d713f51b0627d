import type { Ports } from '#core/ports/index.ts'
import type { CabinetInUse } from './cabinet-in-use.ts'
import type { ServiceReason, ServiceWork } from './vault.ts'

/** What each reason may do, by act of the journal. Closed: a new reason is a line here and a line in `ServiceReason`. */
const actsOf: Readonly<Record<ServiceReason, readonly string[]>> = {
  backup: ['backup.made', 'backup.failed'],
  training: ['cabinet.create', 'training.fill'],
  'inactivity-lock': ['session.lock'],
  psc: ['session.lock'],
  rekey: ['key.rekeyed'],
  revocations: ['card.add-revocations'],
  'scan-folder': ['document.scanned', 'document.set-aside'],
  medicines: ['medicine.store', 'medicine.imported'],
  portability: ['archive.kept', 'archive.patient-imported'],
  verification: ['verification.began', 'verification.ended', 'identity.verified'],
  teleservices: ['teleservice.answered', 'teleservice.unanswered'],
  network: [
    'network.seat-joined',
    'network.code-shown',
    'network.code-refused',
    'network.seat-refused',
    'network.flood',
  ],
}

/**
 * Work of the core itself, outside any person's request: it sees every patient, may only do the acts of its reason, and
 * each of its writes is journaled under it.
 */
export function asService(
  reason: ServiceReason,
  cabinet: CabinetInUse,
  ports: Pick<Ports, 'clock'>,
  seat: string,
): ServiceWork {
  return {
    read: (query) => query(cabinet.reader(null)),
    prepare: (change) => cabinet.transaction(null, change, async () => undefined),
    write: (act, change, details = {}, patientId, actorUserId) => {
      if (!actsOf[reason].includes(act)) throw new Error(`${reason} may not do ${act}`)
      return cabinet.transaction(null, change, async (db) => {
        await cabinet.append(db, {
          at: ports.clock.now(),
          act,
          outcome: 'done',
          problem: null,
          operation: `service.${reason}`,
          actor_user_id: actorUserId ?? null,
          service: reason,
          seat,
          session_id: null,
          patient_id: patientId ?? null,
          subject_id: null,
          details,
        })
      })
    },
  }
}
