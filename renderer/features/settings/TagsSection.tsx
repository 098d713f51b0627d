import { IconEyeOff, IconPlus } from '@tabler/icons-react'
import { useCallback, useMemo, useRef, useState } from 'react'
import type { InputOf } from '#app/kernel/operation.ts'
import { listTags, saveTag } from '#app/features/patients/contract.ts'
import type { Tag as TagView } from '#app/features/patients/model.ts'
import { settingsText } from '#app/text/fr/settings.ts'
import {
  useAskAgain,
  useCabinet,
  useLiveQuery,
  useSession,
  useVersionedForm,
  type WriteOutcome,
} from '#renderer/client/index.ts'
import { FormCheck, FormGroup, FormPane, FormSelect, FormText } from '#renderer/features/forms/index.ts'
import { tagTone } from '#renderer/features/patients/index.ts'
import {
  type Action,
  Button,
  type Column,
  DataTable,
  EmptyState,
  SidePanel,
  StatusMark,
  Tag,
  useActions,
} from '#ui/index.ts'
import { SectionWaiting } from './SectionWaiting.tsx'
import classes from './Settings.module.css'

const fr = settingsText.tags

type Color = InputOf<typeof saveTag>['color']
const colors = Object.keys(fr.colors) as Color[]

type TagValues = { readonly name: string; readonly color: string; readonly hidesRecord: boolean }

const order = ['name', 'color', 'hidesRecord'] as const
const blank: TagValues = { name: '', color: 'grey', hidesRecord: false }

const addAction: Action<{ add: () => void; enabled: boolean }> = {
  id: 'tags.add',
  label: fr.add,
  keys: 'Alt+N',
  enabledFor: ({ enabled }) => enabled,
  run: ({ add }) => add(),
}
const actions = [addAction]
const creation = 'new'

/** Accents, capitals and signs do not tell two tags apart; the cabinet says the same. */
const sameNames = new Intl.Collator('fr', { sensitivity: 'base', ignorePunctuation: true })

const columns: readonly Column<TagView>[] = [
  {
    id: 'name',
    header: fr.columns.name,
    width: 260,
    cell: (row) => (
      <span className={classes.cell}>
        <Tag tone={tagTone(row.color)}>{row.name}</Tag>
      </span>
    ),
  },
  { id: 'color', header: fr.columns.color, width: 120, cell: (row) => colorName(row.color) },
  {
    id: 'effect',
    header: fr.columns.effect,
    width: 180,
    cell: (row) =>
      row.hidesRecord ? (
        <span className={classes.cell}>
          <StatusMark tone="neutral" icon={IconEyeOff} drawing="bare">
            {fr.hides}
          </StatusMark>
        </span>
      ) : (
        fr.noEffect
      ),
  },
]

/** « Tags »: the cabinet's labels, and the one chosen beside them. */
export function TagsSection() {
  const session = useSession()
  const answer = useLiveQuery(listTags, {}, { kinds: ['tag'] })
  const mayEdit = session.permissions.includes('cabinet.configure')
  const [chosen, setChosen] = useState<string | null>(null)
  const list = useRef<HTMLElement>(null)
  const add = useCallback(() => setChosen(creation), [])
  const show = useCallback((tagId: string) => {
    setChosen(tagId)
    list.current?.querySelector<HTMLElement>('[role="grid"]')?.focus()
  }, [])
  useActions(
    actions,
    useMemo(() => ({ add, enabled: mayEdit }), [add, mayEdit]),
  )
  if (answer.value === undefined) return <SectionWaiting title={fr.title} answer={answer} />
  const { tags } = answer.value
  const selected = tags.find(({ tagId }) => tagId === chosen) ?? (chosen === creation ? null : tags[0])
  return (
    <div className={classes.split}>
      <section ref={list} className={classes.section} aria-label={fr.title} data-region tabIndex={-1}>
        <header className={classes.toolbar}>
          <h2>{fr.title}</h2>
          {mayEdit ? (
            <Button kind="primary" icon={IconPlus} keys="Alt+N" quietKeys onClick={add}>
              {fr.add}
            </Button>
          ) : null}
        </header>
        <DataTable
          label={fr.title}
          columns={columns}
          rowCount={tags.length}
          rowAt={(index) => tags[index]}
          rowKey={(row) => row.tagId}
          selectedKey={selected?.tagId ?? null}
          onSelect={(row) => setChosen(row.tagId)}
          empty={<EmptyState title={fr.empty.title}>{fr.empty.text}</EmptyState>}
        />
        <footer className={classes.about}>{fr.about}</footer>
      </section>
      <SidePanel side="right" label={selected === null ? fr.newPane : fr.pane} width={348} bare>
        {selected === undefined && !mayEdit ? (
          <p className={classes.choose}>{fr.choose}</p>
        ) : (
          <TagForm
            key={selected?.tagId ?? creation}
            tag={selected ?? null}
            others={tags.filter(({ tagId }) => tagId !== selected?.tagId)}
            readOnly={!mayEdit}
            onSaved={selected === null ? show : setChosen}
          />
        )}
      </SidePanel>
    </div>
  )
}

function TagForm(props: {
  readonly tag: TagView | null
  readonly others: readonly TagView[]
  readonly readOnly: boolean
  readonly onSaved: (tagId: string) => void
}) {
  const { tag, others, readOnly, onSaved } = props
  const { call } = useCabinet()
  const askAgainOf = useAskAgain()
  // A tag has no version of its own: each change of it that is read counts as one.
  const seen = useRef(0)
  const { name, color, hidesRecord } = tag ?? blank
  const current = useMemo(() => {
    seen.current += 1
    return { values: { name, color, hidesRecord }, version: seen.current }
  }, [name, color, hidesRecord])
  const tagId = tag?.tagId ?? null
  const write = useCallback(
    async (values: TagValues): Promise<WriteOutcome<TagValues>> => {
      const chosen = colors.find((one) => one === values.color) ?? 'grey'
      const reply = await call(saveTag, { ...values, tagId, color: chosen })
      if (!reply.ok) return { ok: false, refusal: reply }
      askAgainOf(listTags)
      onSaved(reply.value.tag.tagId)
      return { ok: true, values: valuesOf(reply.value.tag), version: seen.current + 1 }
    },
    [call, tagId, askAgainOf, onSaved],
  )
  const form = useVersionedForm<TagValues>({
    current,
    order,
    readOnly,
    judge: useCallback((values: TagValues) => judge(values, others), [others]),
    tidy,
    write,
    askAgain: useCallback(() => askAgainOf(listTags), [askAgainOf]),
  })
  const { values } = form
  return (
    <FormPane title={tag === null ? fr.newPane : tag.name} form={form} autoFocus={tag === null} labelOf={labelOf}>
      <FormGroup title={fr.pane}>
        <FormText form={form} name="name" label={fr.name} maxLength={40} />
        <FormSelect
          form={form}
          name="color"
          label={fr.color}
          options={colors.map((color) => ({ value: color, label: fr.colors[color] }))}
        />
        <p className={classes.quiet}>
          {fr.preview}
          <Tag tone={tagTone(values.color)}>{values.name.trim() === '' ? fr.pane : values.name}</Tag>
        </p>
        <FormCheck form={form} name="hidesRecord" label={fr.hidesRecord} hint={fr.hidesHint} />
      </FormGroup>
    </FormPane>
  )
}

function valuesOf(tag: TagView): TagValues {
  return { name: tag.name, color: tag.color, hidesRecord: tag.hidesRecord }
}

function judge(values: TagValues, others: readonly TagView[]) {
  const name = values.name.trim()
  if (name === '' || name.length > 40) return { name: fr.nameRequired }
  return others.some((other) => sameNames.compare(other.name.trim(), name) === 0) ? { name: fr.nameTaken } : {}
}

function tidy(values: TagValues): TagValues {
  return { ...values, name: values.name.trim() }
}

function labelOf(field: keyof TagValues): string {
  return { name: fr.name, color: fr.color, hidesRecord: fr.hidesRecord }[field]
}

function colorName(color: string): string {
  return color in fr.colors ? fr.colors[color as Color] : fr.colors.grey
}
