import { useMemo } from 'react'
import { backupsText } from '#app/text/fr/backups.ts'
import { type Action, EntryCard, Steps, useActions } from '#ui/index.ts'
import { ChooseBackup } from './ChooseBackup.tsx'
import { NameCabinet } from './NameCabinet.tsx'
import { ReviewBackup } from './ReviewBackup.tsx'
import { RestoreWork } from './RestoreWork.tsx'
import { StepForm } from './StepForm.tsx'
import { type Restore, useRestore } from './useRestore.ts'

const fr = backupsText.restore
const order = ['choose', 'review', 'name', 'work'] as const

/** What can be asked of the wizard. */
export interface RestoreWizardProps {
  /** Back to the opening window; nothing was written, or the restoration is over. */
  readonly onLeave: () => void
  /** The cabinet is restored: open it, as the first user it names. */
  readonly onRestored: (cabinetId: string, userId: string) => void
}

/** « Créer un cabinet sur ce poste à partir d’une sauvegarde » (CAB-4): choose, see what it holds, name, restore. */
export function RestoreWizard({ onLeave, onRestored }: RestoreWizardProps) {
  const restore = useRestore()
  const { step } = restore
  const at = order.indexOf(step.at)
  useActions(useMemo(() => [leaving(restore, onLeave)], [restore, onLeave]))
  return (
    <EntryCard
      title={fr.title}
      aside={<Steps name={fr.step(at + 1, fr.steps.length)} steps={fr.steps} at={at} />}
      width={820}
    >
      {step.at === 'choose' ? (
        <StepForm
          problem={restore.problem}
          onSubmit={() => void restore.examine()}
          back={{ label: fr.back, run: onLeave }}
          next={{
            label: restore.busy ? backupsText.phases.rereading : fr.examine,
            disabled: restore.busy || restore.path.trim() === '',
          }}
        >
          <ChooseBackup
            path={restore.path}
            onPath={restore.setPath}
            onExamine={() => void restore.examine()}
            busy={restore.busy}
          />
        </StepForm>
      ) : null}
      {step.at === 'review' ? (
        <StepForm
          problem={restore.problem}
          onSubmit={() => restore.goTo('name')}
          back={{ label: fr.chooseAnother, run: () => restore.goTo('choose') }}
          next={{ label: fr.next, disabled: false }}
        >
          <ReviewBackup contents={step.contents} />
        </StepForm>
      ) : null}
      {step.at === 'name' ? <NameCabinet restore={restore} contents={step.contents} /> : null}
      {step.at === 'work' ? (
        <RestoreWork
          contents={step.contents}
          destination={step.destination}
          job={restore.job}
          problem={restore.problem}
          onStop={restore.stop}
          onAgain={() => restore.goTo('name')}
          onLeave={onLeave}
          onRestored={onRestored}
        />
      ) : null}
    </EntryCard>
  )
}

/** Escape goes one step back, and never interrupts a restoration. */
function leaving(restore: Restore, onLeave: () => void): Action {
  const { step, goTo } = restore
  return {
    id: 'restore.back',
    label: fr.back,
    keys: 'Escape',
    enabledFor: () => step.at !== 'work',
    run: () => {
      if (step.at === 'choose') onLeave()
      else goTo(step.at === 'review' ? 'choose' : 'review')
    },
  }
}
