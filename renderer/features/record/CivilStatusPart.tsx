import { useCallback, useMemo, useState } from 'react'
import { consentsText } from '#app/text/fr/consents.ts'
import { contactsText } from '#app/text/fr/contacts.ts'
import { identityPanelText } from '#app/text/fr/identity-panel.ts'
import { recordText } from '#app/text/fr/record.ts'
import { rightsText } from '#app/text/fr/rights.ts'
import { useSession } from '#renderer/client/index.ts'
import { PatientConsents } from '#renderer/features/consents/index.ts'
import { PatientRelations } from '#renderer/features/contacts/index.ts'
import { IdentityPanel, useForesight, usePanelOpen } from '#renderer/features/identity/index.ts'
import { CivilStatusEditor, CoverageNote, usePaneSize } from '#renderer/features/patients/index.ts'
import { RightsLine, RightsPanel, useRightsShown } from '#renderer/features/rights/index.ts'
import { FilterChip } from '#ui/Mark.tsx'
import { Splitter } from '#ui/Panes.tsx'
import type { TabProps } from './parts.tsx'
import classes from './CivilStatusPart.module.css'

const views = ['identity', 'coverage', 'relations', 'consents'] as const
type View = (typeof views)[number]

const labels: Readonly<Record<View, string>> = {
  identity: recordText.civilStatusViews.identity,
  coverage: rightsText.title,
  relations: contactsText.relations.title,
  consents: consentsText.title,
}

/** « État civil »: who the person is, who is around them, and what they consent to (PAT-5 to PAT-7). */
export function CivilStatusPart(props: TabProps) {
  const { patient } = props
  const { permissions } = useSession()
  const [other, setOther] = useState<View>('identity')
  const [areRightsShown, showRights] = useRightsShown(patient.patientId)
  const view = areRightsShown ? 'coverage' : other
  const setView = (one: View) => {
    showRights(one === 'coverage')
    if (one !== 'coverage') setOther(one)
  }
  // As it was when it was opened: an INS that is qualified here stays in sight.
  const [isSettled] = useState(() => patient.insStatus === 'qualified' && !patient.insKo)
  const [isPanelOpen, openPanel] = usePanelOpen(
    patient.patientId,
    !isSettled && permissions.includes('identity.qualify'),
  )
  return (
    <>
      <div className={classes['views']} role="group" aria-label={recordText.civilStatusViews.name}>
        {views.map((one) => (
          <FilterChip key={one} label={labels[one]} pressed={view === one} onChange={() => setView(one)} />
        ))}
        {view === 'identity' ? (
          <span className={classes['toggle']}>
            <FilterChip label={identityPanelText.toggle} pressed={isPanelOpen} onChange={openPanel} />
          </span>
        ) : null}
      </div>
      {view === 'identity' ? (
        <IdentityView {...props} isPanelOpen={isPanelOpen} />
      ) : view === 'coverage' ? (
        <RightsPanel record={patient} onChanged={props.onConflict} />
      ) : view === 'relations' ? (
        <PatientRelations patientId={patient.patientId} />
      ) : (
        <PatientConsents patientId={patient.patientId} />
      )}
    </>
  )
}

/** Widths in pixels: of the panel as drawn, its narrowest, and what is left to one column of the form. */
const panelWidths = { usual: 678, least: 480, leftToForm: 356 } as const

/** The form and « Qualifier l’INS » side by side; where the room is short the panel takes the place of the form. */
function IdentityView({ patient, onRecord, onConflict, isPanelOpen }: TabProps & { readonly isPanelOpen: boolean }) {
  const foresee = useForesight(patient.patientId)
  const note = useMemo(() => <RightsLine patientId={patient.patientId} />, [patient.patientId])
  const [room, setRoom] = useState<number | null>(null)
  const [isTyped, setTyped] = useState(false)
  const [wanted, resize] = usePaneSize('civil-status.identity', panelWidths.usual)
  const holder = useCallback((element: HTMLElement | null) => {
    if (element === null) return
    const observer = new ResizeObserver(() => setRoom(element.clientWidth))
    observer.observe(element)
    return () => observer.disconnect()
  }, [])
  const widest = Math.max(panelWidths.least, (room ?? 0) - panelWidths.leftToForm)
  const isAlone = isPanelOpen && room !== null && room < panelWidths.least + panelWidths.leftToForm
  const width = Math.min(Math.max(wanted, panelWidths.least), widest)
  return (
    <div ref={holder} className={classes['split']}>
      {/* It keeps what is typed while the panel stands in its place. */}
      <div className={classes['form']} hidden={isAlone}>
        <CoverageNote value={note}>
          <CivilStatusEditor
            record={patient}
            onSaved={onRecord}
            onConflict={onConflict}
            foresee={foresee}
            onTyped={setTyped}
          />
        </CoverageNote>
      </div>
      {isPanelOpen ? (
        <>
          {isAlone ? null : (
            <Splitter
              axis="horizontal"
              pane="after"
              size={width}
              min={panelWidths.least}
              max={widest}
              snaps={[panelWidths.usual]}
              onChange={resize}
            />
          )}
          <div className={classes['panel']} data-alone={isAlone} style={isAlone ? undefined : { width }}>
            <IdentityPanel record={patient} isTyped={isTyped} onChanged={onConflict} />
          </div>
        </>
      ) : null}
    </div>
  )
}
