import { useCallback, useEffect, useState } from 'react'
import type { SeatPrinter } from '#app/devices/contract.ts'
import type { PrintedKind } from '#app/features/printing/model.ts'
import { useCabinet } from '#renderer/client/index.ts'

/** The printers of this seat, and the one chosen for a kind of print. */
export interface ChosenPrinter {
  /** `null`: a browser, whose own window chooses. `undefined`: not known yet. */
  readonly printers: readonly SeatPrinter[] | null | undefined
  /** They could not be read. */
  readonly unread: boolean
  /** `null`: the window of the computer chooses. */
  readonly printer: string | null
  readonly choose: (printer: string | null) => void
}

/** Names a choice in what this computer remembers: a label printer is not the letter printer. */
function keyOf(kind: PrintedKind): string {
  return `cabinet.printer.${kind}`
}

/** What « the window of the computer » is remembered as. */
const byTheSystem = ':system'

/** The printers of this seat; the one last chosen for this kind, if it is still there, else the usual one. */
export function usePrinter(kind: PrintedKind): ChosenPrinter {
  const { seat } = useCabinet()
  const [printers, setPrinters] = useState<readonly SeatPrinter[] | null | undefined>(undefined)
  const [unread, setUnread] = useState(false)
  const [printer, setPrinter] = useState<string | null>(null)
  useEffect(() => {
    let wanted = true
    const ask = async () => {
      try {
        const found = seat === null ? null : (await seat.printers({})).printers
        if (!wanted) return
        setPrinters(found)
        setPrinter(found === null ? null : firstChoice(found, kind))
      } catch {
        if (!wanted) return
        setPrinters([])
        setUnread(true)
      }
    }
    void ask()
    return () => {
      wanted = false
    }
  }, [seat, kind])
  const choose = useCallback(
    (next: string | null) => {
      setPrinter(next)
      globalThis.localStorage?.setItem(keyOf(kind), next ?? byTheSystem)
    },
    [kind],
  )
  return { printers, unread, printer, choose }
}

function firstChoice(found: readonly SeatPrinter[], kind: PrintedKind): string | null {
  const kept = globalThis.localStorage?.getItem(keyOf(kind)) ?? null
  if (kept === byTheSystem) return null
  if (kept !== null && found.some(({ name }) => name === kept)) return kept
  return found.find(({ isUsual }) => isUsual)?.name ?? null
}
