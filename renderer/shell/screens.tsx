import { useDesk } from '#renderer/client/index.ts'
import { NewPatient, PatientList } from '#renderer/features/patients/index.ts'
import { Record } from '#renderer/features/record/index.ts'
import { Settings } from '#renderer/features/settings/index.ts'

/** « Liste des dossiers ». */
export function ListScreen() {
  const { openRecord, go, workspace } = useDesk()
  const last = workspace.tabs.at(-1)
  return (
    <PatientList
      onOpen={openRecord}
      onCreate={() => go({ kind: 'new-patient' })}
      onClose={last === undefined ? undefined : () => openRecord(last.patientId)}
    />
  )
}

/** « Nouveau ». */
export function NewPatientScreen() {
  const { openRecord, go } = useDesk()
  return <NewPatient onOpen={openRecord} onLeave={() => go({ kind: 'list' })} />
}

/** A record. */
export function RecordScreen({ patientId, section }: { patientId: string; section: string }) {
  const { openRecord } = useDesk()
  return <Record patientId={patientId} section={section} onSection={(next) => openRecord(patientId, next)} />
}

/** « Paramètres ». */
export function SettingsScreen({ section }: { section: string }) {
  const { go } = useDesk()
  return <Settings section={section} onSection={(next) => go({ kind: 'settings', section: next })} />
}
