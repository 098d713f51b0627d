import { useCallback, useEffect, useRef, useState } from 'react'
import type { JournalLine } from '#app/features/journal/model.ts'
import { type AnyProblem, useCabinet } from '#renderer/client/index.ts'

/** One page of lines, or why there is none. */
export type PageReply =
  | { readonly ok: true; readonly value: { readonly lines: readonly JournalLine[]; readonly next: number | null } }
  | ({ readonly ok: false } & AnyProblem)

/** Asks for one page, of lines before a number; keeps its identity as long as its filter. */
export type AskPage = (call: ReturnType<typeof useCabinet>['call'], before: number | undefined) => Promise<PageReply>

/** Lines of the journal as far as they were read. */
export interface JournalPages {
  readonly lines: readonly JournalLine[]
  /** Whether older lines remain to be read. */
  readonly hasMore: boolean
  /** No answer yet to the present filter. */
  readonly waiting: boolean
  readonly problem: AnyProblem | null
  /** The last row in view: what follows is asked for before it is reached. */
  readonly onRange: (first: number, last: number) => void
  readonly askAgain: () => void
}

/** Lines at once. */
export const pageLines = 100
/** How near the end of what was read the next page is asked for. */
const ahead = 30

interface Read {
  readonly ask: AskPage
  readonly turn: number
  readonly lines: readonly JournalLine[]
  readonly next: number | null
}

/** Reads lines page by page as they are scrolled to, newest first; another filter begins anew, its former lines stay meanwhile. */
export function useJournalPages(ask: AskPage): JournalPages {
  const { call } = useCabinet()
  const [turn, setTurn] = useState(0)
  const [read, setRead] = useState<Read | null>(null)
  const [problem, setProblem] = useState<AnyProblem | null>(null)
  /** The page being asked: one at a time. */
  const asking = useRef<object | null>(null)

  useEffect(() => {
    const mine = {}
    asking.current = mine
    const begin = async () => {
      const reply = await ask(call, undefined)
      if (asking.current !== mine) return
      asking.current = null
      if (reply.ok) {
        setRead({ ask, turn, lines: reply.value.lines, next: reply.value.next })
        setProblem(null)
      } else setProblem(reply)
    }
    void begin()
    return () => {
      if (asking.current === mine) asking.current = null
    }
  }, [ask, call, turn])

  const isPresent = read !== null && read.ask === ask && read.turn === turn
  const onRange = useCallback(
    (_first: number, last: number) => {
      if (!isPresent || read.next === null || asking.current !== null || last < read.lines.length - ahead) return
      const mine = {}
      asking.current = mine
      const { next } = read
      const goOn = async () => {
        const reply = await ask(call, next)
        if (asking.current !== mine) return
        asking.current = null
        if (!reply.ok) {
          setProblem(reply)
          return
        }
        setRead({ ...read, lines: [...read.lines, ...reply.value.lines], next: reply.value.next })
      }
      void goOn()
    },
    [ask, call, isPresent, read],
  )
  return {
    lines: read?.lines ?? [],
    hasMore: isPresent && read.next !== null,
    waiting: read === null && problem === null,
    problem,
    onRange,
    askAgain: useCallback(() => setTurn((count) => count + 1), []),
  }
}
