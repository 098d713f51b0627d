import { IconArrowDown, IconArrowUp, IconPlus } from '@tabler/icons-react'
import { useMemo, useState } from 'react'
import { listCategories, orderCategories, saveCategory } from '#app/features/documents/contract.ts'
import { type CategoryTone, categoryTone, type DocumentCategory } from '#app/features/documents/model.ts'
import { sayRefusal } from '#app/text/fr/common.ts'
import { documentsText } from '#app/text/fr/documents.ts'
import { type AnyProblem, useAskAgain, useCabinet, useLiveQuery, useSession } from '#renderer/client/index.ts'
import { tagTone } from '#renderer/features/patients/index.ts'
import { type Action, useActions } from '#ui/actions/index.ts'
import { Block, EmptyState, Skeleton } from '#ui/Block.tsx'
import { Button, IconButton } from '#ui/Button.tsx'
import { Checkbox } from '#ui/Choice.tsx'
import { type Column, DataTable } from '#ui/DataTable.tsx'
import { Tag } from '#ui/Mark.tsx'
import { SidePanel } from '#ui/Panes.tsx'
import { SelectField } from '#ui/SelectField.tsx'
import { TextField } from '#ui/TextField.tsx'
import { ScanFolderForm } from './ScanFolderForm.tsx'
import classes from './Settings.module.css'

const text = documentsText.categories
const creation = 'new'

const columns: readonly Column<DocumentCategory>[] = [
  {
    id: 'name',
    header: text.columns.name,
    width: 200,
    cell: ({ fields, archived }) => (
      <span className={classes['cell']}>
        <Tag tone={tagTone(fields.tone)}>{fields.name}</Tag>
        {archived ? <span className={classes['quiet']}>{text.archivedMark}</span> : null}
      </span>
    ),
  },
  {
    id: 'keywords',
    header: text.columns.keywords,
    width: 320,
    cell: ({ fields }) => fields.keywords.join(', '),
  },
]

interface SectionActions {
  readonly add: () => void
  readonly mayEdit: boolean
}

const actions: readonly Action<SectionActions>[] = [
  {
    id: 'categories.add',
    label: text.add,
    keys: 'Alt+N',
    enabledFor: ({ mayEdit }) => mayEdit,
    run: ({ add }) => add(),
  },
]

/** « Documents » of the settings: categories in their order, and the scan folder. */
export function DocumentsSection() {
  const { permissions } = useSession()
  const { call } = useCabinet()
  const askAgainOf = useAskAgain()
  const { value, problem } = useLiveQuery(listCategories, {}, { kinds: ['library'] })
  const [chosen, setChosen] = useState<string | null>(null)
  const [refusal, setRefusal] = useState<AnyProblem | null>(null)
  const mayEdit = permissions.includes('cabinet.configure')
  useActions(
    actions,
    useMemo(() => ({ add: () => setChosen(creation), mayEdit }), [mayEdit]),
  )
  if (value === undefined) {
    return (
      <div className={classes['padded']}>
        {problem === undefined ? (
          <Skeleton lines={6} />
        ) : (
          <Block tone="error" title={text.title}>
            {sayRefusal(problem)}
          </Block>
        )}
      </div>
    )
  }
  const { categories } = value
  const selected =
    categories.find(({ categoryId }) => categoryId === chosen) ?? (chosen === creation ? null : categories[0])
  const at = categories.findIndex(({ categoryId }) => categoryId === selected?.categoryId)
  const swap = async (by: 1 | -1) => {
    const ids = categories.map(({ categoryId }) => categoryId)
    const [one, other] = [ids[at], ids[at + by]]
    if (one === undefined || other === undefined) return
    const reply = await call(orderCategories, { categoryIds: ids.with(at, other).with(at + by, one) })
    setRefusal(reply.ok ? null : reply)
    askAgainOf(listCategories)
  }
  return (
    <div className={classes['split']}>
      <section className={classes['section']} aria-label={text.title} data-region tabIndex={-1}>
        <header className={classes['toolbar']}>
          <h2>{text.title}</h2>
          {mayEdit ? (
            <>
              <IconButton icon={IconArrowUp} label={text.up} disabled={at < 1} onClick={() => void swap(-1)} />
              <IconButton
                icon={IconArrowDown}
                label={text.down}
                disabled={at === -1 || at === categories.length - 1}
                onClick={() => void swap(1)}
              />
              <Button kind="primary" icon={IconPlus} keys="Alt+N" quietKeys onClick={() => setChosen(creation)}>
                {text.add}
              </Button>
            </>
          ) : null}
        </header>
        {refusal === null ? null : (
          <Block tone="error" title={text.failed}>
            {sayRefusal(refusal)}
          </Block>
        )}
        <DataTable
          label={text.title}
          columns={columns}
          rowCount={categories.length}
          rowAt={(index) => categories[index]}
          rowKey={(row) => row.categoryId}
          selectedKey={selected?.categoryId ?? null}
          onSelect={(row) => setChosen(row.categoryId)}
          empty={<EmptyState title={text.choose} />}
        />
        <p className={classes['about']}>{text.about}</p>
        <ScanFolderForm />
      </section>
      <SidePanel side="right" label={selected === null ? text.newPane : text.pane} width={348} bare>
        {selected === undefined ? (
          <p className={classes['padded']}>{text.choose}</p>
        ) : (
          <CategoryForm
            key={selected === null ? creation : `${selected.categoryId} ${selected.version}`}
            category={selected}
            readOnly={!mayEdit}
            onSaved={setChosen}
          />
        )}
      </SidePanel>
    </div>
  )
}

function CategoryForm(props: {
  readonly category: DocumentCategory | null
  readonly readOnly: boolean
  readonly onSaved: (categoryId: string) => void
}) {
  const { category, readOnly, onSaved } = props
  const { call } = useCabinet()
  const askAgainOf = useAskAgain()
  const [name, setName] = useState(category?.fields.name ?? '')
  const [tone, setTone] = useState<CategoryTone>(category?.fields.tone ?? 'grey')
  const [keywords, setKeywords] = useState(category?.fields.keywords.join(', ') ?? '')
  const [archived, setArchived] = useState(category?.archived ?? false)
  const [refusal, setRefusal] = useState<AnyProblem | null>(null)
  const save = async () => {
    const words = keywords
      .split(',')
      .map((word) => word.trim())
      .filter((word) => word.length > 1)
    const reply = await call(saveCategory, {
      categoryId: category?.categoryId ?? null,
      expectedVersion: category?.version ?? null,
      fields: { name, tone, keywords: words.map((word) => word.slice(0, 40)).slice(0, 40) },
      archived,
    })
    setRefusal(reply.ok ? null : reply)
    if (!reply.ok) return
    askAgainOf(listCategories)
    onSaved(reply.value.category.categoryId)
  }
  const noName = name.trim() === ''
  return (
    <form
      className={classes['form']}
      onSubmit={(event) => {
        event.preventDefault()
        if (!noName) void save()
      }}
    >
      <TextField label={text.name} value={name} maxLength={60} readOnly={readOnly} onChange={setName} />
      <SelectField
        label={text.tone}
        value={tone}
        disabled={readOnly}
        options={categoryTone.options.map((option) => ({ value: option, label: text.tones[option] }))}
        onChange={(chosen) => {
          const read = categoryTone.safeParse(chosen)
          if (read.success) setTone(read.data)
        }}
      />
      <TextField
        label={text.keywords}
        hint={text.keywordsHint}
        optional
        rows={3}
        value={keywords}
        maxLength={1_000}
        readOnly={readOnly}
        onChange={setKeywords}
      />
      <Checkbox label={text.archived} checked={archived} disabled={readOnly} onChange={setArchived} />
      {refusal === null ? null : (
        <Block tone="error" title={text.failed}>
          {sayRefusal(refusal)}
        </Block>
      )}
      {readOnly ? null : (
        <div className={classes['formEnd']}>
          <Button kind="primary" type="submit" sends disabled={noName}>
            {documentsText.reader.apply}
          </Button>
        </div>
      )}
    </form>
  )
}
