import { IconArrowDown, IconArrowUp, IconPlus, IconTrash } from '@tabler/icons-react'
import { useCallback, useMemo, useState } from 'react'
import { getSections, saveSections } from '#app/features/notes/contract.ts'
import { noteItemKind, noteItemKinds, type SectionDefinition } from '#app/features/notes/model.ts'
import { clashOf } from '#app/features/notes/rules.ts'
import { noteSettingsText } from '#app/text/fr/note-settings.ts'
import { notesText } from '#app/text/fr/notes.ts'
import {
  type AnyProblem,
  useAskAgain,
  useCabinet,
  useLiveQuery,
  useSession,
  useVersionedForm,
  type WriteOutcome,
} from '#renderer/client/index.ts'
import { FormCheck, FormGroup, FormPane, FormSelect, FormText, Refusal } from '#renderer/features/forms/index.ts'
import {
  type Action,
  Button,
  type Column,
  DataTable,
  EmptyState,
  IconButton,
  SidePanel,
  Skeleton,
  useActions,
  useToast,
} from '#ui/index.ts'
import classes from './NoteSettings.module.css'

const fr = noteSettingsText.sections
const creation = 'new'

type Values = {
  readonly keyword: string
  readonly synonyms: string
  readonly opens: string
  readonly offered: boolean
}
const order = ['keyword', 'synonyms', 'opens', 'offered'] as const
const blank: Values = { keyword: '', synonyms: '', opens: '', offered: true }

const columns: readonly Column<SectionDefinition>[] = [
  { id: 'keyword', header: fr.columns.keyword, width: 180, cell: ({ keyword }) => keyword },
  { id: 'synonyms', header: fr.columns.synonyms, width: 220, cell: ({ synonyms }) => synonyms.join(', ') },
  {
    id: 'opens',
    header: fr.columns.opens,
    width: 150,
    cell: ({ opens }) => (opens === null ? fr.none : notesText.kinds[opens]),
  },
  { id: 'offered', header: fr.columns.offered, width: 90, cell: ({ offered }) => (offered ? fr.yes : fr.no) },
]

const addAction: Action<{ readonly add: () => void; readonly enabled: boolean }> = {
  id: 'note-sections.add',
  label: fr.add,
  keys: 'Alt+N',
  enabledFor: ({ enabled }) => enabled,
  run: ({ add }) => add(),
}
const actions = [addAction]

type Write = (next: readonly SectionDefinition[], expectedVersion: number) => Promise<AnyProblem | null>

/** « Sections de consultation »: what notes are made of, in which order, and the words that open each. */
export function SectionsSettings() {
  const answer = useLiveQuery(getSections, {}, { kinds: ['library'] })
  const mayEdit = useSession().permissions.includes('cabinet.configure')
  const { call } = useCabinet()
  const askAgain = useAskAgain()
  const toast = useToast()
  const [chosen, setChosen] = useState<string | null>(null)
  const [failed, setFailed] = useState<AnyProblem | null>(null)
  const add = useCallback(() => setChosen(creation), [])
  useActions(
    actions,
    useMemo(() => ({ add, enabled: mayEdit }), [add, mayEdit]),
  )
  const write = useCallback<Write>(
    async (next, expectedVersion) => {
      const reply = await call(saveSections, { sections: [...next], expectedVersion })
      askAgain(getSections)
      return reply.ok ? null : reply
    },
    [call, askAgain],
  )
  if (answer.problem !== undefined) return <Refusal problem={answer.problem} onRetry={answer.askAgain} />
  if (answer.value === undefined) return <Skeleton lines={8} />
  const { sections, version } = answer.value
  const selected = sections.find(({ sectionId }) => sectionId === chosen) ?? (chosen === creation ? null : sections[0])
  const at = selected === null || selected === undefined ? -1 : sections.indexOf(selected)

  /** Writes another order or a shorter list at once, with its undo: the former list, on the version it made. */
  const rearrange = async (next: readonly SectionDefinition[], said: string) => {
    const refusal = await write(next, version)
    setFailed(refusal)
    if (refusal !== null) return
    toast(said, () => {
      const undo = async () => setFailed(await write(sections, version + 1))
      void undo()
    })
  }
  const move = (by: 1 | -1) => {
    const one = sections[at]
    if (one !== undefined) void rearrange(sections.toSpliced(at, 1).toSpliced(at + by, 0, one), fr.moved(one.keyword))
  }
  const remove = () => {
    const one = sections[at]
    if (one !== undefined) void rearrange(sections.toSpliced(at, 1), fr.removed(one.keyword))
  }
  return (
    <div className={classes.split}>
      <section className={classes.section} aria-label={fr.title} data-region tabIndex={-1}>
        <header className={classes.toolbar}>
          <h2>{fr.title}</h2>
          {mayEdit ? (
            <>
              <IconButton icon={IconArrowUp} label={fr.up} disabled={at <= 0} onClick={() => move(-1)} />
              <IconButton
                icon={IconArrowDown}
                label={fr.down}
                disabled={at < 0 || at === sections.length - 1}
                onClick={() => move(1)}
              />
              <Button kind="primary" icon={IconPlus} keys="Alt+N" quietKeys onClick={add}>
                {fr.add}
              </Button>
            </>
          ) : null}
        </header>
        {failed === null ? null : <Refusal problem={failed} title={fr.failed} />}
        <DataTable
          label={fr.title}
          columns={columns}
          rowCount={sections.length}
          rowAt={(index) => sections[index]}
          rowKey={(row) => row.sectionId}
          selectedKey={selected?.sectionId ?? null}
          onSelect={(row) => setChosen(row.sectionId)}
          empty={<EmptyState title={fr.empty.title}>{fr.empty.text}</EmptyState>}
        />
        <footer className={classes.about}>{fr.about}</footer>
      </section>
      <SidePanel side="right" label={selected === null ? fr.newPane : fr.pane} width={348} bare>
        <SectionForm
          key={selected?.sectionId ?? creation}
          section={selected ?? null}
          sections={sections}
          version={version}
          readOnly={!mayEdit}
          write={write}
          onSaved={setChosen}
          onRemove={sections.length > 1 ? remove : null}
        />
      </SidePanel>
    </div>
  )
}

function SectionForm(props: {
  readonly section: SectionDefinition | null
  readonly sections: readonly SectionDefinition[]
  readonly version: number
  readonly readOnly: boolean
  readonly write: Write
  readonly onSaved: (sectionId: string) => void
  readonly onRemove: (() => void) | null
}) {
  const { section, sections, version, readOnly, write, onSaved, onRemove } = props
  const askAgain = useAskAgain()
  const [newId] = useState(() => crypto.randomUUID())
  const sectionId = section?.sectionId ?? newId
  const current = useMemo(() => ({ values: section === null ? blank : valuesOf(section), version }), [section, version])
  const others = useMemo(() => sections.filter((one) => one.sectionId !== sectionId), [sections, sectionId])
  const save = useCallback(
    async (values: Values, expectedVersion: number): Promise<WriteOutcome<Values>> => {
      const written = definitionOf(values, sectionId)
      const next =
        section === null ? [...sections, written] : sections.map((one) => (one.sectionId === sectionId ? written : one))
      const refusal = await write(next, expectedVersion)
      if (refusal !== null) return { ok: false, refusal }
      onSaved(sectionId)
      return { ok: true, values: valuesOf(written), version: expectedVersion + 1 }
    },
    [section, sections, sectionId, write, onSaved],
  )
  const form = useVersionedForm<Values>({
    current,
    order,
    readOnly,
    judge: useCallback((values: Values) => judge(values, sectionId, others), [sectionId, others]),
    tidy,
    write: save,
    askAgain: useCallback(() => askAgain(getSections), [askAgain]),
  })
  const kinds = noteItemKinds.map((kind) => ({ value: kind, label: notesText.kinds[kind] }))
  return (
    <FormPane
      title={section?.keyword ?? fr.newPane}
      form={form}
      autoFocus={section === null}
      labelOf={(field) => fr[field]}
      after={
        section === null || readOnly || onRemove === null ? undefined : (
          <Button size="small" icon={IconTrash} onClick={onRemove}>
            {fr.remove}
          </Button>
        )
      }
    >
      <FormGroup title={fr.pane}>
        <FormText form={form} name="keyword" label={fr.keyword} maxLength={40} />
        <FormText form={form} name="synonyms" label={fr.synonyms} optional hint={fr.synonymsHint} maxLength={500} />
        <FormSelect
          form={form}
          name="opens"
          label={fr.opens}
          optional
          clearable
          placeholder={fr.none}
          options={kinds}
        />
        <FormCheck form={form} name="offered" label={fr.offered} hint={fr.offeredHint} />
      </FormGroup>
    </FormPane>
  )
}

function valuesOf({ keyword, synonyms, opens, offered }: SectionDefinition): Values {
  return { keyword, synonyms: synonyms.join(', '), opens: opens ?? '', offered }
}

function definitionOf({ keyword, synonyms, opens, offered }: Values, sectionId: string): SectionDefinition {
  const kind = noteItemKind.safeParse(opens)
  return {
    sectionId,
    keyword: keyword.trim(),
    synonyms: wordsOf(synonyms),
    opens: kind.success ? kind.data : null,
    offered,
  }
}

function wordsOf(synonyms: string): string[] {
  return synonyms
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '')
}

function judge(values: Values, sectionId: string, others: readonly SectionDefinition[]) {
  const { keyword, synonyms } = definitionOf(values, sectionId)
  if (keyword === '' || keyword.length > 40) return { keyword: fr.required }
  if (synonyms.length > 12 || synonyms.some((word) => word.length > 40)) return { synonyms: fr.tooMany }
  const clash = clashOf([...others, definitionOf(values, sectionId)])
  if (clash === null) return {}
  return { [clash === keyword ? 'keyword' : 'synonyms']: fr.taken(clash) }
}

function tidy(values: Values): Values {
  return { ...values, keyword: values.keyword.trim(), synonyms: wordsOf(values.synonyms).join(', ') }
}
