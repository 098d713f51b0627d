import { IconPlus } from '@tabler/icons-react'
import { type KeyboardEvent, useCallback, useDeferredValue, useMemo, useRef, useState } from 'react'
import { removeContact, restoreContact, searchContacts } from '#app/features/contacts/contract.ts'
import { contactKind, type ContactKind, type ContactSummary, type ContactView } from '#app/features/contacts/model.ts'
import { contactFromTyped } from '#app/features/contacts/rules.ts'
import { contactKindText, contactsText as fr } from '#app/text/fr/contacts.ts'
import { type AnyProblem, useAskAgain, useCabinet, useDesk, useLiveQuery, useSession } from '#renderer/client/index.ts'
import { Refusal } from '#renderer/features/forms/index.ts'
import { shownPhone } from '#renderer/features/patients/index.ts'
import {
  type Action,
  Block,
  Button,
  type Column,
  DataTable,
  type DataTableHandle,
  EmptyState,
  SearchField,
  SelectField,
  SidePanel,
  Skeleton,
  useActions,
  useToast,
} from '#ui/index.ts'
import { contactKinds, ContactPane, NewContactPane } from './ContactPane.tsx'
import classes from './Contacts.module.css'

const perPage = 200
const paneWidth = 372
const creation = 'new'
const none: readonly ContactSummary[] = []

interface ScreenActions {
  readonly add: () => void
  readonly find: () => void
  readonly mayEdit: boolean
}

const actions: readonly Action<ScreenActions>[] = [
  {
    id: 'contacts.add',
    label: fr.add,
    keys: 'Alt+N',
    group: fr.group,
    enabledFor: ({ mayEdit }) => mayEdit,
    run: ({ add }) => add(),
  },
  { id: 'contacts.find', label: fr.search, keys: 'Ctrl+F', group: fr.group, run: ({ find }) => find() },
]

const kindOptions = contactKind.options.map((kind) => ({ value: kind, label: contactKindText[kind] }))

const columns: readonly Column<ContactSummary>[] = [
  { id: 'name', header: fr.columns.name, width: 260, cell: (contact) => <Name contact={contact} /> },
  { id: 'kind', header: fr.columns.kind, width: 160, cell: ({ kind }) => contactKindText[kind] },
  { id: 'speciality', header: fr.columns.speciality, width: 150, cell: ({ speciality }) => speciality },
  { id: 'town', header: fr.columns.town, width: 150, cell: ({ town }) => town },
  { id: 'phone', header: fr.columns.phone, width: 130, tabular: true, cell: ({ phone }) => shownPhone(phone) },
]

/** « Contacts » (PAT-7): the directory of the cabinet, and the one chosen beside it. */
export function ContactsScreen() {
  const session = useSession()
  const { keepSize, workspace } = useDesk()
  const mayEdit = session.permissions.includes('contact.edit')
  const [text, setText] = useState('')
  const searched = useDeferredValue(text.trim())
  const [kind, setKind] = useState<ContactKind | null>(null)
  const [offset, setOffset] = useState(0)
  const [chosen, setChosen] = useState<string | null>(null)
  const [typed, setTyped] = useState(false)
  const [typedFirst, setTypedFirst] = useState(false)
  const table = useRef<DataTableHandle>(null)
  const field = useRef<HTMLInputElement>(null)
  const input = { text: searched, ...(kind === null ? {} : { kinds: [kind] }), offset, limit: perPage }
  const answer = useLiveQuery(searchContacts, input, { kinds: contactKinds })
  const rows = answer.value?.contacts ?? none
  const total = answer.value?.total ?? 0
  const choose = useCallback(
    (contactId: string | null) => {
      // What is typed in a contact is kept as its draft; going away from it is said once, then done.
      setTypedFirst(typed && contactId !== chosen)
      if (typed && contactId !== chosen) return
      setChosen(contactId)
    },
    [typed, chosen],
  )
  const add = useCallback(() => choose(creation), [choose])
  const find = useCallback(() => field.current?.select(), [])
  useActions(
    actions,
    useMemo(() => ({ add, find, mayEdit }), [add, find, mayEdit]),
  )
  const forget = useCallback(() => {
    setTyped(false)
    setTypedFirst(false)
    setChosen(null)
    table.current?.focus()
  }, [])
  const { remove, refusal } = useRemoval(forget)
  const show = (change: () => void) => {
    change()
    setOffset(0)
  }
  const press = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key === 'ArrowDown') table.current?.focus()
    else if (event.key === 'Escape' && text !== '') show(() => setText(''))
    else return
    event.preventDefault()
  }
  const begun = useMemo(
    () =>
      searched === '' ? {} : { ...contactFromTyped(searched, kind ?? 'professional'), kind: kind ?? 'professional' },
    [searched, kind],
  )
  return (
    <section className={classes['board']} aria-label={fr.title}>
      <div className={classes['toolbar']} role="toolbar" aria-label={fr.title}>
        <h1 className={classes['title']}>{fr.title}</h1>
        {mayEdit ? (
          <Button kind={chosen === creation ? 'plain' : 'primary'} icon={IconPlus} keys="Alt+N" quietKeys onClick={add}>
            {fr.add}
          </Button>
        ) : null}
        <div className={classes['kind']}>
          <SelectField
            label={<span className="co-hidden">{fr.kinds}</span>}
            value={kind}
            options={kindOptions}
            onChange={(next) => show(() => setKind(next as ContactKind | null))}
            clearable
            placeholder={fr.all}
          />
        </div>
        <span className={classes['count']} role="status">
          {answer.value === undefined ? '' : fr.count(total)}
        </span>
        <div className={classes['search']}>
          <SearchField
            ref={field}
            label={fr.search}
            placeholder={fr.searchHint}
            keys="Ctrl+F"
            value={text}
            onChange={(next) => show(() => setText(next))}
            busy={answer.refreshing}
            onKeyDown={press}
          />
        </div>
      </div>
      <div className={classes['split']}>
        <div className={classes['list']} data-region tabIndex={-1}>
          {answer.problem === undefined ? null : (
            <div className={classes['notice']}>
              <Refusal problem={answer.problem} onRetry={answer.askAgain} />
            </div>
          )}
          {refusal === null ? null : (
            <div className={classes['notice']}>
              <Refusal problem={refusal} title={fr.failedRemoval} />
            </div>
          )}
          {typedFirst && typed ? (
            <div className={classes['notice']}>
              <Block tone="warning">{fr.typedFirst}</Block>
            </div>
          ) : null}
          <DataTable
            ref={table}
            label={fr.list}
            columns={columns}
            rowCount={rows.length}
            rowAt={(index) => rows[index]}
            rowKey={({ contactId }) => contactId}
            selectedKey={chosen}
            onSelect={({ contactId }) => choose(contactId)}
            onActivate={({ contactId }) => choose(contactId)}
            sizes={sizesOf(workspace.sizes)}
            onResize={(column, width) => keepSize(`contacts.column.${column}`, width)}
            loading={answer.waiting ? <Skeleton lines={6} /> : undefined}
            empty={
              answer.value === undefined ? undefined : (
                <Nothing searched={searched} filtered={kind !== null} onAdd={mayEdit ? add : undefined} />
              )
            }
          />
          {total <= perPage ? null : (
            <div className={classes['pages']}>
              {fr.part(offset + 1, Math.min(total, offset + rows.length), total)}
              <Button size="small" disabled={offset === 0} onClick={() => setOffset(offset - perPage)}>
                {fr.previous}
              </Button>
              <Button size="small" disabled={offset + perPage >= total} onClick={() => setOffset(offset + perPage)}>
                {fr.next}
              </Button>
            </div>
          )}
        </div>
        <SidePanel side="right" label={chosen === creation ? fr.add : fr.pane} width={paneWidth} bare>
          {chosen === creation && mayEdit ? (
            <NewContactPane
              begun={begun}
              onCreated={({ contactId }) => {
                setChosen(contactId)
                table.current?.focus()
              }}
              onCancel={forget}
            />
          ) : chosen === null || chosen === creation ? (
            <p className={classes['choose']}>{answer.waiting || rows.length === 0 ? '' : fr.choose}</p>
          ) : (
            <ContactPane
              key={chosen}
              contactId={chosen}
              mayEdit={mayEdit}
              onTyped={setTyped}
              onRemove={(contact) => void remove(contact)}
              onLost={forget}
            />
          )}
        </SidePanel>
      </div>
    </section>
  )
}

function sizesOf(sizes: Readonly<Record<string, number>>): Readonly<Record<string, number>> {
  return Object.fromEntries(
    columns.flatMap(({ id }) => {
      const kept = sizes[`contacts.column.${id}`]
      return kept === undefined ? [] : [[id, kept]]
    }),
  )
}

/** Takes a contact off the directory, with its undo. */
function useRemoval(onDone: () => void) {
  const { call } = useCabinet()
  const askAgainOf = useAskAgain()
  const toast = useToast()
  const [refusal, setRefusal] = useState<AnyProblem | null>(null)
  const remove = useCallback(
    async ({ contactId, version, displayName }: ContactView) => {
      const reply = await call(removeContact, { contactId, expectedVersion: version })
      setRefusal(reply.ok ? null : reply)
      askAgainOf(searchContacts)
      if (!reply.ok) return
      onDone()
      toast(fr.toasts.removed(displayName), () => {
        const restore = async () => {
          const restored = await call(restoreContact, { contactId, expectedVersion: reply.value.version })
          setRefusal(restored.ok ? null : restored)
          askAgainOf(searchContacts)
        }
        void restore()
      })
    },
    [call, askAgainOf, toast, onDone],
  )
  return { remove, refusal }
}

function Name({ contact }: { readonly contact: ContactSummary }) {
  return (
    <>
      <span className={classes['name']}>{contact.displayName}</span>
      {contact.organisation === '' ? null : <span className={classes['organisation']}>{contact.organisation}</span>}
    </>
  )
}

function Nothing(props: {
  readonly searched: string
  readonly filtered: boolean
  readonly onAdd: (() => void) | undefined
}) {
  const { searched, filtered, onAdd } = props
  const button = onAdd === undefined ? undefined : <Button onClick={onAdd}>{fr.add}</Button>
  const buttons = button === undefined ? {} : { actions: button }
  if (searched !== '') {
    return (
      <EmptyState title={fr.empty.searched(searched)} {...buttons}>
        {fr.empty.searchedHint}
      </EmptyState>
    )
  }
  if (filtered) return <EmptyState title={fr.empty.filtered.title}>{fr.empty.filtered.text}</EmptyState>
  return (
    <EmptyState title={fr.empty.none.title} {...buttons}>
      {fr.empty.none.text}
    </EmptyState>
  )
}
