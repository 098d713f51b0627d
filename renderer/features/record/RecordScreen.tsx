import { useCallback, useMemo } from 'react'
import type { PatientRecord } from '#app/features/patients/model.ts'
import { sayRefusal } from '#app/text/fr/common.ts'
import { recordText as text } from '#app/text/fr/record.ts'
import type { Permission } from '#app/kernel/permissions.ts'
import { useSession } from '#renderer/client/index.ts'
import { EmergencyBand, EmergencyButton } from '#renderer/features/access/index.ts'
import { PatientAccesses } from '#renderer/features/journal/index.ts'
import { CivilStatusEditor, namesInUse } from '#renderer/features/patients/index.ts'
import { PatientTasks } from '#renderer/features/tasks/index.ts'
import { type Action, useActions } from '#ui/actions/index.ts'
import { Block, Skeleton } from '#ui/Block.tsx'
import { Button } from '#ui/Button.tsx'
import { Tabs } from '#ui/Tabs.tsx'
import { IdentityBand } from './IdentityBand.tsx'
import classes from './Record.module.css'
import { Presence } from './Presence.tsx'
import { SummaryPane } from './SummaryPane.tsx'
import { useRecord } from './useRecord.ts'

/** Parts of a record there are, in the order of the specification (DOS-2). */
const sections = [
  { id: 'etat-civil', label: text.tabs.civilStatus, keys: 'Alt+1', needs: 'patient.read' },
  { id: 'taches', label: text.tabs.tasks, keys: 'Alt+2', needs: 'task.read' },
  { id: 'acces', label: text.tabs.accesses, keys: 'Alt+3', needs: 'patient.accesses' },
] as const

/** What can be asked of a record's tab. */
export interface RecordScreenProps {
  readonly patientId: string
  /** The part shown, as the workspace keeps it; an unknown one is the first. */
  readonly section: string
  readonly onSection: (section: string) => void
  readonly onClose: () => void
}

interface RecordActions {
  readonly onSection: (section: string) => void
  readonly permissions: readonly Permission[]
}

const actions: readonly Action<RecordActions>[] = sections.map((section) => ({
  id: `record.${section.id}`,
  label: section.label,
  keys: section.keys,
  enabledFor: ({ permissions }) => permissions.includes(section.needs),
  run: ({ onSection }) => onSection(section.id),
}))

/** One record: who it is, its summary, and the part in hand, together. */
export function RecordScreen({ patientId, section, onSection, onClose }: RecordScreenProps) {
  const { record, problem, askAgain, adopt } = useRecord(patientId)
  const { permissions } = useSession()
  useActions(
    actions,
    useMemo(() => ({ onSection, permissions }), [onSection, permissions]),
  )
  if (record === undefined) {
    return (
      <div className={classes['waiting']}>
        {problem === undefined ? (
          <Skeleton lines={6} />
        ) : (
          <Block
            tone={problem.problem === 'connection.lost' ? 'offline' : 'error'}
            title={text.failed}
            actions={
              <>
                {problem.problem === 'not-found' ? (
                  <EmergencyButton />
                ) : (
                  <Button size="small" onClick={askAgain}>
                    {text.retry}
                  </Button>
                )}
                <Button size="small" onClick={onClose}>
                  {text.closeTab}
                </Button>
              </>
            }
          >
            {sayRefusal(problem)}
          </Block>
        )}
      </div>
    )
  }
  return (
    <LoadedRecord
      key={patientId}
      record={record}
      section={section}
      onSection={onSection}
      adopt={adopt}
      askAgain={askAgain}
      onClose={onClose}
    />
  )
}

function LoadedRecord(props: {
  readonly record: PatientRecord
  readonly section: string
  readonly onSection: (section: string) => void
  readonly adopt: (record: PatientRecord) => void
  readonly askAgain: () => void
  readonly onClose: () => void
}) {
  const { record, section, onSection, adopt, askAgain, onClose } = props
  const { permissions } = useSession()
  const allowed = sections.filter(({ needs }) => permissions.includes(needs))
  const active = allowed.find((one) => one.id === section) ?? sections[0]
  const saved = useCallback((next: PatientRecord) => adopt(next), [adopt])
  return (
    <div className={classes['record']}>
      <IdentityBand record={record} after={<Presence patientId={record.patientId} />} />
      <EmergencyBand patientId={record.patientId} onOver={onClose} />
      <div className={classes['panes']}>
        <SummaryPane record={record} onLost={onClose} />
        <div className={classes['main']} data-region>
          <Tabs
            label={text.tabs.name}
            items={allowed}
            active={active.id}
            onChange={onSection}
            {...(classes['panel'] === undefined ? {} : { panelClassName: classes['panel'] })}
          >
            {active.id === 'taches' ? (
              <PatientTasks patient={namedOf(record)} />
            ) : active.id === 'acces' ? (
              <PatientAccesses patientId={record.patientId} />
            ) : (
              <CivilStatusEditor record={record} onSaved={saved} onConflict={askAgain} />
            )}
          </Tabs>
        </div>
      </div>
    </div>
  )
}

/** A patient as the section of tasks names them. */
function namedOf({ patientId, fields }: PatientRecord) {
  const { name, firstName } = namesInUse({ ...fields, firstName: fields.firstBirthFirstName })
  return { patientId, displayName: `${name} ${firstName}`, birthDate: fields.birthDate }
}
