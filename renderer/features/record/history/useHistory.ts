import { useQueries, useQueryClient } from '@tanstack/react-query'
import { useCallback, useDeferredValue, useEffect, useMemo, useState } from 'react'
import { listDrafts } from '#app/features/drafts/contract.ts'
import { readTimeline, searchRecord } from '#app/features/record/contract.ts'
import { policyOf } from '#app/kernel/operation.ts'
import { type AnyProblem, type CallReply, useCabinet, useLiveQuery } from '#renderer/client/index.ts'
import { filterOf, type HistoryQuestion, wholeHistory } from './question.ts'
import {
  type DraftRow,
  draftRows,
  entryKey,
  fromFirstFound,
  type HistoryPage,
  type HistoryView,
  pageSize,
  viewOf,
} from './rows.ts'

/** The part of « Historique » in sight, in pages. */
interface Span {
  readonly first: number
  readonly last: number
}

/** What is left of « Historique » when its tab is left: a person comes back to their place. */
interface Remembered {
  readonly question: HistoryQuestion
  readonly selectedKey: string | null
  readonly scrollTop: number
}

/** « Historique » in hand. Every function keeps its identity. */
export interface History {
  readonly question: HistoryQuestion
  /** `null` until the first answer. */
  readonly view: HistoryView | null
  /** Another answer is awaited: the lines shown are those of a former question. */
  readonly late: boolean
  readonly problem: AnyProblem | undefined
  readonly drafts: readonly DraftRow[]
  readonly selectedKey: string | null
  readonly firstScrollTop: number
  readonly change: (part: Partial<HistoryQuestion>) => void
  readonly type: (character: string) => void
  readonly select: (key: string) => void
  readonly inSight: (first: number, last: number) => void
  readonly keepScroll: (scrollTop: number) => void
  readonly askAgain: () => void
}

const remembered = 'record.history'

/** The words are looked for once the hand rests this long, in ms: each search is journaled. */
const restMs = 120

/** The pages asked: the timeline's, or those of the words looked for. */
type Reply = CallReply<typeof readTimeline> | CallReply<typeof searchRecord>

/** The question the first page of a record answers: what is asked while the record itself is being opened. */
export const firstTimelineInput = (patientId: string) => ({ patientId, filter: {}, offset: 0, limit: pageSize })

/** Search, filters, lines and selection of one record. */
export function useHistory(patientId: string): History {
  const queries = useQueryClient()
  const rememberKey = useMemo(() => [remembered, patientId], [patientId])
  const [before] = useState(() => queries.getQueryData<Remembered>(rememberKey))
  const [question, setQuestion] = useState<HistoryQuestion>(before?.question ?? wholeHistory)
  const [selectedKey, setSelectedKey] = useState<string | null>(before?.selectedKey ?? null)
  const [span, setSpan] = useState<Span>({ first: 0, last: 0 })

  const remember = useCallback(
    (part: Partial<Remembered>) => {
      queries.setQueryDefaults([remembered], { gcTime: Number.POSITIVE_INFINITY })
      queries.setQueryData<Remembered>(rememberKey, (former) => ({
        question: wholeHistory,
        selectedKey: null,
        scrollTop: 0,
        ...former,
        ...part,
      }))
    },
    [queries, rememberKey],
  )
  useEffect(() => remember({ question, selectedKey }), [remember, question, selectedKey])

  const asked = useDeferredValue(useRested(question))
  const drafts = useOwnDrafts(patientId, asked)
  const pages = usePages(patientId, asked, span)
  const { settled, problem, fetching, refetch } = pages
  const key = JSON.stringify(asked)
  const answered = useMemo(() => viewOf(key, drafts, settled), [key, drafts, settled])
  const [kept, setKept] = useState<HistoryView | null>(null)
  if (answered !== null && answered !== kept) setKept(answered)

  const change = useCallback((part: Partial<HistoryQuestion>) => {
    setSpan({ first: 0, last: 0 })
    setQuestion((former) => ({ ...former, ...part }))
  }, [])
  return {
    question,
    view: answered ?? kept,
    late: fetching && (answered === null || JSON.stringify(question) !== key),
    problem,
    drafts,
    selectedKey,
    firstScrollTop: before?.scrollTop ?? 0,
    change,
    type: useCallback((character) => {
      setSpan({ first: 0, last: 0 })
      setQuestion((former) => ({ ...former, text: `${former.text}${character}` }))
    }, []),
    select: setSelectedKey,
    inSight: useCallback((first, last) => {
      const next = { first: Math.floor(first / pageSize), last: Math.floor(last / pageSize) }
      setSpan((former) => (former.first === next.first && former.last === next.last ? former : next))
    }, []),
    keepScroll: useCallback((scrollTop: number) => remember({ scrollTop }), [remember]),
    askAgain: refetch,
  }
}

/** The question once nothing was typed for a moment; what is not typed passes at once. */
function useRested(question: HistoryQuestion): HistoryQuestion {
  const [rested, setRested] = useState(question)
  const isTyped = question.text.trim() !== '' && question.text !== rested.text
  if (!isTyped && rested !== question) setRested(question)
  useEffect(() => {
    if (!isTyped) return
    const timer = setTimeout(() => setRested(question), restMs)
    return () => clearTimeout(timer)
  }, [isTyped, question])
  return isTyped ? rested : question
}

function useOwnDrafts(patientId: string, question: HistoryQuestion): readonly DraftRow[] {
  const answer = useLiveQuery(listDrafts, {}, { kinds: ['draft'] })
  const listed = answer.value?.drafts
  return useMemo(() => draftRows(listed ?? [], patientId, question), [listed, patientId, question])
}

interface Pages {
  readonly settled: ReadonlyMap<number, HistoryPage>
  readonly problem: AnyProblem | undefined
  readonly fetching: boolean
  readonly refetch: () => void
}

function usePages(patientId: string, question: HistoryQuestion, span: Span): Pages {
  const { call } = useCabinet()
  const queries = useQueryClient()
  const text = question.text.trim().slice(0, 200)
  const filter = useMemo(() => filterOf(question), [question])
  const operation = policyOf(text === '' ? readTimeline : searchRecord).name
  const numbers = useMemo(
    () => Array.from({ length: span.last - span.first + 1 }, (_, at) => span.first + at),
    [span.first, span.last],
  )
  const answers = useQueries({
    queries: numbers.map((page) => {
      const place = { patientId, filter, offset: page * pageSize, limit: pageSize }
      const input = text === '' ? place : { ...place, text }
      return {
        queryKey: [operation, input],
        meta: { kinds: ['record'], about: patientId },
        queryFn: ({ signal }: { signal: AbortSignal }): Promise<Reply> =>
          text === '' ? call(readTimeline, place, { signal }) : call(searchRecord, { ...place, text }, { signal }),
      }
    }),
    combine: useCallback(
      (results: readonly { readonly data: Reply | undefined; readonly isFetching: boolean }[]) => ({
        replies: results.map(({ data }) => data),
        fetching: results.some(({ isFetching }) => isFetching),
      }),
      [],
    ),
  })
  const { replies, fetching } = answers
  const settled = useMemo(
    () =>
      new Map(
        numbers.flatMap((page, at) => {
          const reply = replies[at]
          return reply?.ok === true ? [[page, pageOf(reply.value)] as const] : []
        }),
      ),
    [numbers, replies],
  )
  const refused = replies.find((reply) => reply?.ok === false)
  return {
    settled,
    fetching,
    problem: refused?.ok === false ? refused : undefined,
    refetch: useCallback(() => void queries.invalidateQueries({ queryKey: [operation] }), [queries, operation]),
  }
}

type Answered = Extract<Reply, { ok: true }>['value']

function pageOf(answer: Answered): HistoryPage {
  if ('entries' in answer) {
    const rows = answer.entries.map((entry) => ({
      kind: 'entry' as const,
      key: entryKey(entry.entryId),
      entry,
      titleHighlights: [],
      snippet: null,
    }))
    return { rows, total: answer.total, counts: answer.counts }
  }
  const rows = answer.matches.map(({ entry, titleHighlights, snippet }) => ({
    kind: 'entry' as const,
    key: entryKey(entry.entryId),
    entry,
    titleHighlights,
    snippet: snippet === null ? null : fromFirstFound(snippet),
  }))
  return { rows, total: answer.total, counts: [] }
}
