import type { SeenCard, WorkstationState } from '#app/devices/workstation.ts'
import { vitaleText } from '#app/text/fr/vitale.ts'
import type { WorkstationView } from '#renderer/client/index.ts'

/** The Vitale card that is there now: where it is, and which insertion of which line it is. */
export interface VitaleInSight {
  readonly reader: string
  /** Another card, or the same put back, is another text. */
  readonly key: string
}

/** The first Vitale card seen at this computer, or `null`. */
export function vitaleInSight({ status, state, generation }: WorkstationView): VitaleInSight | null {
  if (status !== 'ready' || state === null) return null
  for (const { name, status: there, card } of state.readers) {
    if (there === 'card' && card?.kind === 'vitale') {
      return { reader: name, key: `${generation}/${name}/${card.insertion}` }
    }
  }
  return null
}

/** What is waited for while no Vitale card is there, and whether it comes by itself. */
export function sayWaiting(
  { status, state }: WorkstationView,
  { training }: { readonly training: boolean },
): { readonly text: string; readonly goesOn: boolean } {
  const { waiting } = vitaleText
  if (status === 'absent') return { text: waiting.noLine, goesOn: false }
  if (status === 'lost') return { text: waiting.lost, goesOn: false }
  if (status === 'connecting' || state === null || state.service === 'starting')
    return { text: waiting.connecting, goesOn: false }
  if (training && state.readers.length === 0) return { text: waiting.training, goesOn: false }
  return sayReaders(state)
}

function sayReaders({ readers, service }: WorkstationState): { readonly text: string; readonly goesOn: boolean } {
  const { waiting } = vitaleText
  if (readers.length === 0) return { text: service === 'ready' ? waiting.noReader : waiting.noService, goesOn: false }
  const has = (wanted: (reader: { readonly status: string; readonly card: SeenCard | null }) => boolean) =>
    readers.some(wanted)
  if (has(({ status, card }) => status === 'in-use' && card?.kind === 'vitale'))
    return { text: waiting.inUse, goesOn: true }
  if (has(({ status }) => status === 'mute')) return { text: waiting.mute, goesOn: true }
  // A professional card stays in its own reader all day: it is no mistake while another reader is free.
  if (!has(({ status }) => status === 'empty')) return { text: waiting.other, goesOn: true }
  return { text: waiting.insert, goesOn: true }
}
