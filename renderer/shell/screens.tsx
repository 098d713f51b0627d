import { useMemo } from 'react'
import { useDesk } from '#renderer/client/index.ts'
import { useEmergency } from '#renderer/features/access/index.ts'
import { NewPatientScreen as NewPatient, PatientList } from '#renderer/features/patients/index.ts'
import { RecordScreen as Record } from '#renderer/features/record/index.ts'
import { SettingsScreen as Settings } from '#renderer/features/settings/index.ts'
import { useMarkDesk } from '#renderer/features/identity/index.ts'
import { useVitaleDesk } from '#renderer/features/vitale/index.ts'

export { ContactsScreen } from '#renderer/features/contacts/index.ts'
export { UnfiledScreen } from '#renderer/features/documents/index.ts'
export { TasksScreen } from '#renderer/features/tasks/index.ts'
export { IdentityWork } from '#renderer/features/verification/index.ts'

/** « Liste des dossiers ». */
export function ListScreen() {
  const { openRecord, go, workspace } = useDesk()
  const last = workspace.tabs.at(-1)
  const emergency = useEmergency()
  const { search } = useVitaleDesk()
  return (
    <PatientList
      onOpen={openRecord}
      onCreate={() => go({ kind: 'new-patient' })}
      onClose={last === undefined ? undefined : () => openRecord(last.patientId)}
      onEmergency={emergency}
      onVitale={search}
      onIdentities={() => go({ kind: 'identities' })}
    />
  )
}

/** « Nouveau ». */
export function NewPatientScreen() {
  const { openRecord } = useDesk()
  const card = useVitaleDesk()
  const mark = useMarkDesk()
  const offered = useMemo(() => {
    // What was read last is what is in hand: a mark is offered by a scan, a card by its dialog.
    if (mark.prefill !== null) return { prefill: mark.prefill, taken: mark.taken }
    return {
      prefill: card.prefill === null ? null : { from: 'vitale-card' as const, card: card.prefill },
      taken: card.taken,
    }
  }, [mark, card])
  return (
    <NewPatient
      onOpen={openRecord}
      onCreated={(record) => {
        card.created(record.patientId)
        openRecord(record.patientId, 'etat-civil')
      }}
      offered={offered}
    />
  )
}

/** A record. */
export function RecordScreen({ patientId, section }: { patientId: string; section: string }) {
  const { openRecord, closeRecord } = useDesk()
  return (
    <Record
      patientId={patientId}
      section={section}
      onSection={(next) => openRecord(patientId, next)}
      onClose={() => closeRecord(patientId)}
    />
  )
}

/** « Paramètres ». */
export function SettingsScreen({ section }: { section: string }) {
  const { go } = useDesk()
  return <Settings section={section} onSection={(next: string) => go({ kind: 'settings', section: next })} />
}
