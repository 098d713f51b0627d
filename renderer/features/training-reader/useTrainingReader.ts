import { useCallback, useEffect, useState } from 'react'
import type { TrainingCard } from '#app/devices/workstation.ts'
import { useWorkstation } from '#renderer/client/index.ts'

/**
 * Where the training reader stands.
 * - `absent`: this page is on a computer without readers; `lost`: its readers do not answer;
 * - `starting`; `ready`; `not-built`: the program has no training cards; `ended`: it stopped by itself.
 */
export type ReaderStanding = 'absent' | 'lost' | 'starting' | 'ready' | 'not-built' | 'ended'

/** The training reader and its deck. */
export interface TrainingReaderView {
  readonly standing: ReaderStanding
  readonly cards: readonly TrainingCard[]
  readonly insert: (cardId: string) => void
  readonly withdraw: (cardId: string) => void
  readonly again: () => void
  readonly unplug: () => Promise<void>
}

interface Plugged {
  /** The line over which it was plugged: another one knows nothing of it. */
  readonly generation: number
  readonly cards: readonly TrainingCard[] | null
}

/** Plugs the training reader in while it is used, and follows its cards. */
export function useTrainingReader(): TrainingReaderView {
  const { status, state, workstation, generation } = useWorkstation()
  const [attempt, setAttempt] = useState(0)
  const [plugged, setPlugged] = useState<Plugged | null>(null)
  useEffect(() => {
    if (workstation === null) return
    let wanted = true
    // Plugged in already, it only tells its cards.
    workstation
      .startTraining({})
      .then(({ started, cards }) => {
        if (wanted) setPlugged({ generation, cards: started ? cards : null })
      })
      // The line broke: it is asked again over the next one.
      .catch(() => undefined)
    return () => {
      wanted = false
    }
  }, [workstation, generation, attempt])
  const isPlugged = plugged?.generation === generation && plugged.cards !== null
  useEffect(() => {
    if (workstation === null || !isPlugged || state?.training !== true) return
    let wanted = true
    // Cards may be inserted from another page of this computer.
    workstation
      .trainingCards({})
      .then(({ cards }) => {
        if (wanted) setPlugged({ generation, cards })
      })
      .catch(() => undefined)
    return () => {
      wanted = false
    }
  }, [workstation, generation, isPlugged, state])

  const insert = useCallback(
    (cardId: string) => void workstation?.insertTrainingCard({ cardId }).catch(() => undefined),
    [workstation],
  )
  const withdraw = useCallback(
    (cardId: string) => void workstation?.withdrawTrainingCard({ cardId }).catch(() => undefined),
    [workstation],
  )
  const again = useCallback(() => {
    setPlugged(null)
    setAttempt((former) => former + 1)
  }, [])
  const unplug = useCallback(async () => {
    await workstation?.stopTraining({}).catch(() => undefined)
  }, [workstation])
  return { standing: standing(), cards: plugged?.cards ?? [], insert, withdraw, again, unplug }

  function standing(): ReaderStanding {
    if (status === 'absent' || status === 'lost') return status
    if (plugged?.generation !== generation) return 'starting'
    if (plugged.cards === null) return 'not-built'
    return state?.training === true ? 'ready' : 'ended'
  }
}
