import { lazy, Suspense, useCallback, useEffect, useState } from 'react'
import type { KnownCabinet } from '#app/features/cabinet/model.ts'
import type { SessionView } from '#app/features/sessions/model.ts'
import { shellText } from '#app/text/fr/shell.ts'
import { useCabinet } from '#renderer/client/index.ts'
import type { CardToEnrol } from '#renderer/features/cards/index.ts'
import { Block, EntryWindow } from '#ui/index.ts'
import { CreateWizard } from './CreateWizard.tsx'
import { Door } from './Door.tsx'
import { EnrolCard } from './EnrolCard.tsx'
import { HostLine } from './HostLine.tsx'
import { JoinHost } from './JoinHost.tsx'
import { rememberOpened } from './memory.ts'
import { Recovery } from './Recovery.tsx'
import { Training } from './Training.tsx'

/** Loaded when asked for: most openings never need it. */
const RestoreWizard = lazy(async () => ({
  default: (await import('#renderer/features/backups/index.ts')).RestoreWizard,
}))

type Step =
  | { readonly at: 'door' | 'create' | 'restore' | 'training' | 'join' }
  | { readonly at: 'recovery'; readonly cabinet: KnownCabinet }
  | {
      readonly at: 'card'
      readonly cabinet: KnownCabinet
      readonly enrol: CardToEnrol
      readonly proposed: string | undefined
    }

const door: Step = { at: 'door' }

/** Everything before somebody is signed in (CAB-1, CAB-2, CAB-4). */
export function Opening({ onOpened }: { onOpened: (session: SessionView) => void }) {
  const { connection } = useCabinet()
  const [step, setStep] = useState<Step>(door)
  const back = useCallback(() => setStep(door), [])
  const openRestored = useCallback((cabinetId: string, userId: string) => {
    rememberOpened({ cabinetId, userId })
    setStep(door)
  }, [])
  useEffect(() => {
    document.title = shellText.program
  }, [])
  return (
    <EntryWindow title={shellText.program}>
      <HostLine
        otherwise={
          connection.kind === 'lost' ? (
            <Block tone="offline" announce="assertive" title={shellText.lost.title(connection.since.toISOString())}>
              {shellText.connecting}
            </Block>
          ) : null
        }
      />
      {step.at === 'door' ? (
        <Door
          onOpened={onOpened}
          onCreate={() => setStep({ at: 'create' })}
          onRestore={() => setStep({ at: 'restore' })}
          onTraining={() => setStep({ at: 'training' })}
          onForgotten={(cabinet) => setStep({ at: 'recovery', cabinet })}
          onJoin={() => setStep({ at: 'join' })}
          onEnrol={(cabinet, enrol, proposed) => setStep({ at: 'card', cabinet, enrol, proposed })}
        />
      ) : null}
      {step.at === 'join' ? <JoinHost onBack={back} /> : null}
      {step.at === 'create' ? <CreateWizard onOpened={onOpened} onBack={back} /> : null}
      {step.at === 'restore' ? (
        <Suspense>
          <RestoreWizard onLeave={back} onRestored={openRestored} />
        </Suspense>
      ) : null}
      {step.at === 'training' ? <Training onOpened={onOpened} onBack={back} /> : null}
      {step.at === 'card' ? <EnrolCard {...step} onOpened={onOpened} onBack={back} /> : null}
      {step.at === 'recovery' ? <Recovery cabinet={step.cabinet} onOpened={onOpened} onBack={back} /> : null}
    </EntryWindow>
  )
}
