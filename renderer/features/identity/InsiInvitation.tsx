import type { PatientRecord } from '#app/features/patients/model.ts'
import { identityPanelText as fr } from '#app/text/fr/identity-panel.ts'
import { useSession } from '#renderer/client/index.ts'
import { useVitaleDesk } from '#renderer/features/vitale/index.ts'
import { Button } from '#ui/index.ts'

/** The card that opened this record can still serve for INSi: a way to go on with it, where the INS is not held yet. */
export function InsiInvitation(props: { readonly record: PatientRecord; readonly onIdentity: () => void }) {
  const { record, onIdentity } = props
  const { held } = useVitaleDesk()
  const { permissions } = useSession()
  const isHeld = record.insStatus === 'retrieved' || record.insStatus === 'qualified'
  if (isHeld || held?.patientId !== record.patientId || !permissions.includes('identity.qualify')) return null
  return (
    <Button kind="link" size="small" onClick={onIdentity}>
      {fr.summary.call}
    </Button>
  )
}
