import { useCallback, useEffect, useState } from 'react'
import type { DeviceRefusal, ProfessionalCard } from '#app/devices/workstation.ts'
import { useWorkstation, type WorkstationClient } from '#renderer/client/index.ts'
import { type CardRead, type CardSight, cardSight, insertionOf, readerSight } from './sight.ts'

/** The professional card at this seat, as a screen shows it. */
export interface CardSeat {
  readonly sight: CardSight
  /** Its public objects; `null` unless `sight` is `ready` or `blocked`. */
  readonly card: ProfessionalCard | null
  /** `null` while nothing can be asked of the readers. */
  readonly workstation: WorkstationClient | null
  /** Reads the card again: how many tries are left, or whether it answers now. */
  readonly readAgain: () => Promise<void>
}

interface Read extends CardRead {
  /** Of the line it was read over: another process numbers insertions anew. */
  readonly generation: number
}

/** A line that breaks during a request is, for the person, readers that do not answer. */
export const brokenLine: DeviceRefusal = { ok: false, problem: 'readers.unavailable' }

/** Follows the readers of this seat, and reads each professional card once, as it comes: no code, no try spent. */
export function useProfessionalCard(): CardSeat {
  const { status, state, workstation, generation } = useWorkstation()
  const line = status === 'absent' ? 'absent' : status === 'lost' ? 'offline' : 'open'
  const seen = status === 'ready' ? state : null
  const insertion = insertionOf(seen)
  const [read, setRead] = useState<Read | null>(null)

  const readNow = useCallback(async () => {
    if (workstation === null || insertion === null) return
    const answer = await workstation.readProfessionalCard({}).catch(() => brokenLine)
    setRead({
      generation,
      insertion,
      card: answer.ok ? answer.value : null,
      problem: answer.ok ? null : answer.problem,
    })
  }, [workstation, insertion, generation])
  useEffect(() => void readNow(), [readNow])

  const current = read?.generation === generation ? read : null
  const sight = cardSight(readerSight(line, seen), insertion, current)
  const card = sight === 'ready' || sight === 'blocked' ? (current?.card ?? null) : null
  return { sight, card, workstation, readAgain: readNow }
}
