import { useCallback, useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react'
import { advancedSearch, countPatients, searchPatients } from '#app/features/patients/contract.ts'
import { type PatientFilters, patientSortColumn, type PatientSummary } from '#app/features/patients/model.ts'
import { type AnyProblem, type CallReply, useCabinet, useLiveQuery } from '#renderer/client/index.ts'
import type { TableSort } from '#ui/DataTable.tsx'
import type { AdvancedCriteria } from './advanced-criteria.ts'
import { PatientRows, type RowsAnswer, type RowsView } from './patient-rows.ts'

/** What is looked for: words, or the criteria of « Recherche avancée ». */
export interface ListQuestion {
  readonly text: string
  readonly criteria: AdvancedCriteria | null
  readonly filters: PatientFilters
  readonly sort: TableSort
}

const firstQuestion: ListQuestion = {
  text: '',
  criteria: null,
  filters: {},
  sort: { by: 'usedName', direction: 'ascending' },
}

/** The list in hand. */
export interface PatientListState {
  readonly question: ListQuestion
  readonly view: RowsView
  readonly counts: { readonly insKo: number; readonly rcp: number; readonly vsmReminder: number } | undefined
  readonly selected: PatientSummary | null
  readonly setText: (text: string) => void
  readonly setCriteria: (criteria: AdvancedCriteria | null) => void
  readonly setFilters: (filters: PatientFilters) => void
  readonly setSort: (sort: TableSort) => void
  readonly select: (row: PatientSummary) => void
  readonly refresh: () => void
  readonly inSight: (first: number, last: number) => void
  /** Opens the selected row; while a search is on its way, the first row of its answer. */
  readonly openWhenFound: () => void
}

/** Kept between two visits of the list, as a desk keeps what lies on it; forgotten with the page. */
interface Remembered {
  question: ListQuestion
  selected: PatientSummary | null
}

/** One list of a seat: a person comes back to the search they left. Emptied when somebody else signs in. */
const memory = new Map<string, Remembered>()

/** Search, filters, order, rows and selection of « Liste des dossiers ». */
export function usePatientList(sessionId: string, onOpen: (row: PatientSummary) => void): PatientListState {
  const { call } = useCabinet()
  const [question, setQuestion] = useState<ListQuestion>(() => memory.get(sessionId)?.question ?? firstQuestion)
  const [selected, setSelected] = useState<PatientSummary | null>(() => memory.get(sessionId)?.selected ?? null)
  const [rows] = useState(() => new PatientRows())
  const view = useSyncExternalStore(rows.subscribe, rows.view)

  useEffect(() => {
    memory.clear()
    memory.set(sessionId, { question, selected })
  }, [sessionId, question, selected])

  const key = useMemo(() => JSON.stringify(question), [question])
  useEffect(
    () => rows.question(key, (offset, limit, signal) => ask(call, question, { offset, limit }, signal)),
    [rows, key, question, call],
  )
  useEffect(() => () => rows.close(), [rows])

  // The figures are asked again at each change of a patient: the rows follow them.
  const counts = useLiveQuery(countPatients, {}, { kinds: ['patient', 'tag'] })
  const known = useRef(false)
  const asked = useRef(false)
  useEffect(() => {
    if (counts.refreshing) asked.current = known.current
    else {
      known.current = true
      if (asked.current) rows.refresh()
      asked.current = false
    }
  }, [counts.refreshing, rows])

  const toOpen = useRef(false)
  const chosenFor = useRef<string | null>(null)
  useEffect(() => {
    if (view.searching || view.shown !== key) return
    const first = view.rowAt(0)
    const searched = question.text.trim() !== '' || question.criteria !== null
    // Who types and presses Entrée opens the first row: it is selected as soon as it is there, and shown so.
    if (chosenFor.current !== key) setSelected((before) => chosenAfter(before, view, searched))
    chosenFor.current = key
    if (toOpen.current && first !== undefined) onOpen(first)
    toOpen.current = false
  }, [view, key, question, onOpen])

  const change = useCallback((part: Partial<ListQuestion>) => setQuestion((before) => ({ ...before, ...part })), [])
  const { refetch } = useRefetch(counts.askAgain)
  return {
    question,
    view,
    counts: counts.value,
    selected,
    setText: useCallback((text) => change({ text, criteria: null }), [change]),
    setCriteria: useCallback((criteria) => change(criteria === null ? { criteria } : { criteria, text: '' }), [change]),
    setFilters: useCallback((filters) => change({ filters }), [change]),
    setSort: useCallback((sort) => change({ sort }), [change]),
    select: setSelected,
    refresh: refetch,
    inSight: useCallback((first, last) => rows.need(first, last), [rows]),
    openWhenFound: useCallback(() => {
      if (rows.view().shown !== key) toOpen.current = true
      else if (selected !== null) onOpen(selected)
    }, [rows, key, selected, onOpen]),
  }
}

function useRefetch(askAgain: () => void) {
  const latest = useRef(askAgain)
  latest.current = askAgain
  return { refetch: useCallback(() => latest.current(), []) }
}

/** The selection once rows came: kept while its row is among the first shown, else the first row of a search. */
function chosenAfter(before: PatientSummary | null, view: RowsView, searched: boolean): PatientSummary | null {
  if (before !== null) {
    for (let index = 0; index < Math.min(view.length, 80); index += 1) {
      const row = view.rowAt(index)
      if (row?.patientId === before.patientId) return row
    }
    if (!searched) return before
  }
  return searched ? (view.rowAt(0) ?? null) : null
}

type Call = ReturnType<typeof useCabinet>['call']

async function ask(
  call: Call,
  { text, criteria, filters, sort }: ListQuestion,
  page: { offset: number; limit: number },
  signal: AbortSignal,
): Promise<RowsAnswer> {
  const by = patientSortColumn.safeParse(sort.by)
  const asked = { filters, ...page, ...(by.success ? { sort: { by: by.data, direction: sort.direction } } : {}) }
  return toAnswer(
    criteria === null
      ? await call(searchPatients, { text: text.slice(0, 80), ...asked }, { signal })
      : await call(advancedSearch, { ...criteria, ...asked }, { signal }),
  )
}

function toAnswer(reply: CallReply<typeof searchPatients> | CallReply<typeof advancedSearch>): RowsAnswer {
  if (reply.ok) return { kind: 'page', page: reply.value }
  return { kind: 'refused', problem: reply.problem, reference: referenceOf(reply) }
}

/** The reference of a failure of ours, to be quoted. */
function referenceOf({ problem, data }: AnyProblem): string | null {
  if (problem !== 'internal' || typeof data !== 'object' || data === null || !('reference' in data)) return null
  return String(data.reference)
}
