import { IconCopy, IconFileDownload, IconFileUpload, IconPlus, IconTrash } from '@tabler/icons-react'
import type { Editor } from '@tiptap/react'
import { useCallback, useMemo, useRef, useState } from 'react'
import {
  listLetterTemplates,
  removeLetterTemplate,
  restoreLetterTemplate,
  saveLetterTemplate,
} from '#app/features/letters/contract.ts'
import {
  type LetterDocument,
  type LetterTemplate,
  letterTemplateFile,
  type LetterTemplateFields,
} from '#app/features/letters/model.ts'
import { sayRefusal } from '#app/text/fr/common.ts'
import { lettersText } from '#app/text/fr/letters.ts'
import { type AnyProblem, useAskAgain, useCabinet, useLiveQuery, useSession } from '#renderer/client/index.ts'
import { Refusal } from '#renderer/features/forms/index.ts'
import {
  Block,
  Button,
  type Column,
  DataTable,
  EmptyState,
  IconButton,
  SelectField,
  SidePanel,
  Skeleton,
  TextField,
  useToast,
} from '#ui/index.ts'
import { documentIn } from './fill-fields.ts'
import classes from './Letters.module.css'
import LetterWords from './LetterWords.tsx'
import { savedName } from './template-file.ts'

const fr = lettersText.templates
/** The largest file read as a template: one holds a letter and its name. */
const largestFile = 400_000

const blankFields: LetterTemplateFields = {
  name: fr.blankName,
  category: 'letter',
  title: lettersText.categories.letter,
  format: 'A4',
  document: { type: 'doc', content: [{ type: 'paragraph' }] },
}

const columns: readonly Column<LetterTemplate>[] = [
  { id: 'name', header: fr.columns.name, width: 220, cell: ({ fields }) => fields.name },
  {
    id: 'category',
    header: fr.columns.category,
    width: 90,
    cell: ({ fields }) => lettersText.categories[fields.category],
  },
  { id: 'owner', header: fr.columns.owner, width: 80, cell: ({ owner }) => fr.owners[owner] },
]

/** What is in the pane: a template of the list, or one not saved yet. */
type Shown =
  | { readonly kind: 'listed'; readonly templateId: string }
  | { readonly kind: 'new'; readonly fields: LetterTemplateFields; readonly draw: number }

/** The list of templates, and the one chosen beside it. */
export default function Templates() {
  const answer = useLiveQuery(listLetterTemplates, {}, { kinds: ['library'] })
  const session = useSession()
  const mayConfigure = session.permissions.includes('cabinet.configure')
  const mayOwn = session.permissions.includes('letter.write')
  const toast = useToast()
  const { call } = useCabinet()
  const askAgain = useAskAgain()
  const [shown, setShown] = useState<Shown | null>(null)
  const [fault, setFault] = useState<string | null>(null)
  const chooser = useRef<HTMLInputElement>(null)
  const begin = useCallback((fields: LetterTemplateFields) => {
    setFault(null)
    setShown((before) => ({ kind: 'new', fields, draw: before?.kind === 'new' ? before.draw + 1 : 1 }))
  }, [])
  const take = async (file: File | undefined) => {
    if (file === undefined) return
    const read = file.size > largestFile ? null : parsed(await file.text())
    if (read === null) setFault(fr.badFile)
    else begin(read)
  }
  const remove = async ({ templateId, version, fields }: LetterTemplate) => {
    const removed = await call(removeLetterTemplate, { templateId, expectedVersion: version })
    askAgain(listLetterTemplates)
    if (!removed.ok) return setFault(sayRefusal(removed))
    setShown(null)
    toast(`${fr.removed} : ${fields.name}`, () => {
      const bringBack = async () => {
        const restored = await call(restoreLetterTemplate, { templateId, expectedVersion: removed.value.version })
        askAgain(listLetterTemplates)
        if (!restored.ok) setFault(sayRefusal(restored))
      }
      void bringBack()
    })
  }
  if (answer.problem !== undefined) return <Refusal problem={answer.problem} onRetry={answer.askAgain} />
  if (answer.value === undefined) return <Skeleton lines={6} />
  const { templates } = answer.value
  const mayAdd = mayConfigure || mayOwn
  const listed =
    shown?.kind === 'listed' ? templates.find(({ templateId }) => templateId === shown.templateId) : undefined
  return (
    <div className={classes['split']}>
      <section className={classes['section']} aria-label={fr.title} data-region tabIndex={-1}>
        <header className={classes['bar']}>
          <h2>{fr.title}</h2>
          {mayAdd ? (
            <>
              <Button icon={IconFileUpload} onClick={() => chooser.current?.click()}>
                {fr.import}
              </Button>
              <input
                ref={chooser}
                type="file"
                accept="application/json,.json"
                hidden
                aria-label={fr.import}
                onChange={(event) => {
                  void take(event.currentTarget.files?.[0])
                  event.currentTarget.value = ''
                }}
              />
              <Button kind="primary" icon={IconPlus} onClick={() => begin(blankFields)}>
                {fr.add}
              </Button>
            </>
          ) : null}
        </header>
        {fault === null ? null : (
          <div className={classes['blocks']}>
            <Block tone="error" announce="assertive">
              {fault}
            </Block>
          </div>
        )}
        <DataTable
          label={fr.list}
          columns={columns}
          rowCount={templates.length}
          rowAt={(index) => templates[index]}
          rowKey={(row) => row.templateId}
          selectedKey={listed?.templateId ?? null}
          onSelect={(row) => {
            setFault(null)
            setShown({ kind: 'listed', templateId: row.templateId })
          }}
          empty={<EmptyState title={fr.empty.title}>{fr.empty.text}</EmptyState>}
        />
        <footer className={classes['about']}>{fr.about}</footer>
      </section>
      <SidePanel side="right" label={fr.title} width={560} bare>
        {shown === null || (shown.kind === 'listed' && listed === undefined) ? (
          <p className={classes['waiting']}>{fr.choose}</p>
        ) : (
          <TemplateForm
            key={shown.kind === 'new' ? `new ${shown.draw}` : `${shown.templateId} ${listed?.version ?? 0}`}
            template={listed ?? null}
            fields={listed?.fields ?? (shown.kind === 'new' ? shown.fields : blankFields)}
            mayConfigure={mayConfigure}
            mayOwn={mayOwn}
            onSaved={(templateId) => setShown({ kind: 'listed', templateId })}
            onCopy={mayAdd ? begin : null}
            onRemove={remove}
          />
        )}
      </SidePanel>
    </div>
  )
}

function TemplateForm(props: {
  /** `null`: not saved yet. */
  readonly template: LetterTemplate | null
  readonly fields: LetterTemplateFields
  readonly mayConfigure: boolean
  readonly mayOwn: boolean
  readonly onSaved: (templateId: string) => void
  readonly onCopy: ((fields: LetterTemplateFields) => void) | null
  readonly onRemove: (template: LetterTemplate) => Promise<void>
}) {
  const { template, mayConfigure, mayOwn } = props
  const { call } = useCabinet()
  const askAgain = useAskAgain()
  const toast = useToast()
  const [fields, setFields] = useState(props.fields)
  const usualOwner = mayOwn ? 'own' : 'cabinet'
  const firstOwner = template === null || template.owner === 'program' ? usualOwner : template.owner
  const [owner, setOwner] = useState<'own' | 'cabinet'>(firstOwner)
  const [document, setDocument] = useState<LetterDocument | null>(props.fields.document)
  const [refusal, setRefusal] = useState<AnyProblem | null>(null)
  const [fault, setFault] = useState<string | null>(null)
  const isProvided = template?.owner === 'program'
  const readOnly = isProvided || !(template?.owner === 'cabinet' ? mayConfigure : mayOwn || mayConfigure)
  const changed = useMemo(
    () =>
      template === null ||
      owner !== firstOwner ||
      JSON.stringify({ ...fields, document }) !== JSON.stringify(props.fields),
    [template, owner, firstOwner, fields, document, props.fields],
  )
  const save = async () => {
    setFault(null)
    setRefusal(null)
    if (fields.name.trim() === '' || fields.title.trim() === '') return setFault(fr.missing)
    if (document === null) return setFault(fr.nested)
    const reply = await call(saveLetterTemplate, {
      templateId: template?.templateId ?? null,
      expectedVersion: template?.version ?? 0,
      owner,
      fields: { ...fields, document },
    })
    askAgain(listLetterTemplates)
    if (!reply.ok) return setRefusal(reply)
    props.onSaved(reply.value.template.templateId)
    if (template === null) return
    const { templateId, version } = reply.value.template
    toast(fr.saved, () => {
      const back = { templateId, expectedVersion: version, owner: firstOwner, fields: props.fields }
      void call(saveLetterTemplate, back).then(() => askAgain(listLetterTemplates))
    })
  }
  const written = (editor: Editor) => setDocument(documentIn(editor))
  const now: LetterTemplateFields = { ...fields, document: document ?? props.fields.document }
  return (
    <div className={classes['pane']}>
      <div className={classes['paneHead']}>
        {isProvided ? <Block tone="info">{fr.provided}</Block> : null}
        <div className={classes['choices']}>
          <TextField
            label={fr.name}
            maxLength={80}
            value={fields.name}
            onChange={(name) => setFields({ ...fields, name })}
            disabled={readOnly}
          />
          <TextField
            label={fr.letterTitle}
            maxLength={160}
            value={fields.title}
            onChange={(title) => setFields({ ...fields, title })}
            disabled={readOnly}
          />
          <SelectField
            label={lettersText.editor.category}
            value={fields.category}
            options={[
              { value: 'letter', label: lettersText.categories.letter },
              { value: 'certificate', label: lettersText.categories.certificate },
            ]}
            onChange={(value) => setFields({ ...fields, category: value === 'certificate' ? 'certificate' : 'letter' })}
            disabled={readOnly}
          />
          <SelectField
            label={fr.owner}
            value={isProvided ? 'program' : owner}
            options={[
              { value: 'own', label: fr.owners.own, disabled: !mayOwn },
              { value: 'cabinet', label: fr.owners.cabinet, disabled: !mayConfigure },
              ...(isProvided ? [{ value: 'program', label: fr.owners.program }] : []),
            ]}
            onChange={(value) => setOwner(value === 'cabinet' ? 'cabinet' : 'own')}
            disabled={readOnly}
          />
        </div>
        {fault === null ? null : (
          <Block tone="warning" announce="assertive">
            {fault}
          </Block>
        )}
        {refusal === null ? null : (
          <Block tone="error" title={fr.notSaved} announce="assertive">
            {sayRefusal(refusal)}
          </Block>
        )}
      </div>
      <LetterWords document={props.fields.document} readOnly={readOnly} onChange={written} onReady={() => undefined} />
      <footer className={classes['foot']}>
        {readOnly ? null : (
          <Button sends kind="primary" disabled={!changed} onClick={() => void save()}>
            {fr.save}
          </Button>
        )}
        {template === null ? null : (
          <>
            {props.onCopy === null ? null : (
              <Button
                icon={IconCopy}
                onClick={() => props.onCopy?.({ ...now, name: fr.copyOf(now.name).slice(0, 80) })}
              >
                {fr.duplicate}
              </Button>
            )}
            <Button icon={IconFileDownload} onClick={() => exportTemplate(now)}>
              {fr.export}
            </Button>
            {readOnly ? null : (
              <IconButton framed icon={IconTrash} label={fr.remove} onClick={() => void props.onRemove(template)} />
            )}
          </>
        )}
      </footer>
    </div>
  )
}

/** What a file holds; `null` when it is no template of ours. */
function parsed(text: string): LetterTemplateFields | null {
  try {
    const read = letterTemplateFile.safeParse(JSON.parse(text))
    return read.success ? read.data.template : null
  } catch {
    return null
  }
}

function exportTemplate(template: LetterTemplateFields): void {
  const file = { kind: 'cabinet-ouvert-letter-template', version: 1, template } as const
  const address = URL.createObjectURL(new Blob([JSON.stringify(file, null, 2)], { type: 'application/json' }))
  const link = globalThis.document.createElement('a')
  link.href = address
  link.download = fr.fileName(savedName(template.name))
  link.click()
  setTimeout(() => URL.revokeObjectURL(address), 60_000)
}
