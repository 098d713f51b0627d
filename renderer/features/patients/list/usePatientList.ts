import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react'
import type { ChangeEvent } from '#app/features/sessions/model.ts'
import { advancedSearch, countPatients, searchPatients } from '#app/features/patients/contract.ts'
import { type PatientFilters, patientSortColumn, type PatientSummary } from '#app/features/patients/model.ts'
import { type AnyProblem, type CallReply, useCabinet, useLiveQuery } from '#renderer/client/index.ts'
import type { TableSort } from '#ui/DataTable.tsx'
import type { AdvancedCriteria } from './advanced-criteria.ts'
import { PatientRows, type RowsAnswer, type RowsView, windowSize } from './patient-rows.ts'

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

/** Figures of the filter bar. */
export interface ListCounts {
  readonly insKo: number
  readonly rcp: number
  readonly vsmReminder: number
}

/** The list in hand. Every function keeps its identity, so that what does not change is not drawn again. */
export interface PatientListState {
  readonly question: ListQuestion
  readonly view: RowsView
  readonly counts: ListCounts | undefined
  readonly selected: PatientSummary | null
  readonly setText: (text: string) => void
  /** Adds a character to the words looked for. */
  readonly addCharacter: (character: string) => void
  readonly setCriteria: (criteria: AdvancedCriteria | null) => void
  readonly setFilters: (filters: PatientFilters) => void
  readonly setSort: (sort: TableSort) => void
  readonly select: (row: PatientSummary) => void
  readonly refresh: () => void
  readonly inSight: (first: number, last: number) => void
  /** Opens the selected row; while a search is on its way, the first row of its answer. */
  readonly openWhenFound: () => void
}

/** The row a person chose, and the question whose rows they chose it from. */
interface Choice {
  readonly row: PatientSummary
  readonly key: string
}

interface Remembered {
  readonly question: ListQuestion
  readonly choice: Choice | null
}

const rememberedKey = 'patients.list'

/** What the list was left with: a person comes back to their search. Kept among the answers, which a lock forgets. */
function useRemembered(sessionId: string): {
  readonly before: Remembered | undefined
  readonly remember: (list: Remembered) => void
} {
  const queries = useQueryClient()
  const [before] = useState(() => queries.getQueryData<Remembered>([rememberedKey, sessionId]))
  const remember = useCallback(
    (list: Remembered) => {
      queries.setQueryDefaults([rememberedKey], { gcTime: Number.POSITIVE_INFINITY })
      queries.setQueryData([rememberedKey, sessionId], list)
    },
    [queries, sessionId],
  )
  return { before, remember }
}

/** Search, filters, order, rows and selection of « Liste des dossiers ». */
export function usePatientList(sessionId: string, onOpen: (row: PatientSummary) => void): PatientListState {
  const { call } = useCabinet()
  const { before, remember } = useRemembered(sessionId)
  const [question, setQuestion] = useState<ListQuestion>(before?.question ?? firstQuestion)
  const [choice, setChoice] = useState<Choice | null>(before?.choice ?? null)
  const [rows] = useState(() => new PatientRows())
  const view = useSyncExternalStore(rows.subscribe, rows.view)
  const key = useMemo(() => JSON.stringify(question), [question])

  useEffect(() => remember({ question, choice }), [remember, question, choice])
  useEffect(
    () => rows.question(key, (offset, limit, signal) => ask(call, question, { offset, limit }, signal)),
    [rows, key, question, call],
  )
  useEffect(() => () => rows.close(), [rows])
  const counts = useCounts(rows)
  const selected = useMemo(() => selectedRow(view, choice), [view, choice])

  const toOpen = useRef(false)
  useEffect(() => {
    if (view.shown !== key) return
    if (toOpen.current && selected !== null) onOpen(selected)
    toOpen.current = false
  }, [view, key, selected, onOpen])

  const change = useCallback((part: Partial<ListQuestion>) => setQuestion((before) => ({ ...before, ...part })), [])
  const latest = useRef({ key, selected, onOpen })
  useEffect(() => {
    latest.current = { key, selected, onOpen }
  }, [key, selected, onOpen])
  return {
    question,
    view,
    counts: counts.value,
    selected,
    setText: useCallback((text) => change({ text, criteria: null }), [change]),
    addCharacter: useCallback(
      (character) => setQuestion((before) => ({ ...before, text: `${before.text}${character}`, criteria: null })),
      [],
    ),
    setCriteria: useCallback((criteria) => change(criteria === null ? { criteria } : { criteria, text: '' }), [change]),
    setFilters: useCallback((filters) => change({ filters }), [change]),
    setSort: useCallback((sort) => change({ sort }), [change]),
    select: useCallback((row) => setChoice({ row, key: rows.view().shown ?? '' }), [rows]),
    refresh: counts.askAgain,
    inSight: useCallback((first, last) => rows.need(first, last), [rows]),
    openWhenFound: useCallback(() => {
      const { key: asked, selected: row, onOpen: open } = latest.current
      if (rows.view().shown !== asked) toOpen.current = true
      else if (row !== null) open(row)
    }, [rows]),
  }
}

/** New records are looked for at most this often, in ms: fifty seats do not search again at each one. */
const newRecordsMs = 1000

/** The figures, asked again when a record shown changes or a new one comes: the rows follow them, and « Actualiser » asks both. */
function useCounts(rows: PatientRows): { readonly value: ListCounts | undefined; readonly askAgain: () => void } {
  const regard = useCallback(
    (event: ChangeEvent) => {
      if (event.kind !== 'patient' || rows.holds(event.id)) return 0
      // A record nobody looks at changes nothing here; a new one may, and many may come at once.
      return event.version <= 1 ? newRecordsMs : null
    },
    [rows],
  )
  const { value, refreshing, askAgain } = useLiveQuery(
    countPatients,
    {},
    { kinds: ['patient', 'tag', 'access-group', 'emergency'], regard },
  )
  const known = useRef(false)
  const asked = useRef(false)
  useEffect(() => {
    if (refreshing) asked.current = known.current
    else {
      known.current = true
      if (asked.current) rows.refresh()
      asked.current = false
    }
  }, [refreshing, rows])
  return { value, askAgain }
}

/**
 * The row chosen, as long as its question stands. After a search the chosen row stays if it is still among the first
 * ones; otherwise the first row is selected, so that Entrée opens what the eye sees marked.
 */
function selectedRow(view: RowsView, choice: Choice | null): PatientSummary | null {
  const searched = isSearch(view.shown)
  if (choice !== null) {
    if (!searched && choice.key !== view.shown) return choice.row
    for (let index = 0; index < Math.min(view.length, windowSize); index += 1) {
      const row = view.rowAt(index)
      if (row?.patientId === choice.row.patientId) return row
    }
    if (choice.key === view.shown) return choice.row
  }
  return searched ? (view.rowAt(0) ?? null) : null
}

function isSearch(shown: string | null): boolean {
  if (shown === null) return false
  const { text, criteria } = questionOf(shown)
  return text.trim() !== '' || criteria !== null
}

/** The question a key of `RowsView` stands for. */
export function questionOf(shown: string): ListQuestion {
  // The key of a question is the question itself, written above.
  return JSON.parse(shown) as ListQuestion
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
