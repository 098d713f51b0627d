import { useRef, useState } from 'react'
import {
  addAuthorities,
  addRevocations,
  listAuthorities,
  listRevocations,
  refreshRevocations,
  removeAuthority,
} from '#app/features/cards/contract.ts'
import {
  type AuthorityView,
  largestAuthorityFileBytes,
  largestRevocationFileBytes,
  type RevocationListView,
} from '#app/features/cards/model.ts'
import { cardsText } from '#app/text/fr/cards.ts'
import { sayNumber, sayRefusal } from '#app/text/fr/common.ts'
import { type AnyProblem, useAskAgain, useCabinet, useLiveQuery } from '#renderer/client/index.ts'
import { Refusal } from '#renderer/features/forms/index.ts'
import { Block, Button, Dialog, EmptyState, Skeleton, Tag, useSlow } from '#ui/index.ts'
import classes from './CardSettings.module.css'
import { fileText } from './file-text.ts'
import { InstalledAuthorities } from './InstalledAuthorities.tsx'
import { sayFingerprint } from './fingerprint.ts'

const fr = cardsText.trust

/** « Confiance des cartes »: the authorities whose cards are accepted, and the lists of those that no longer are. */
export function TrustSection() {
  const authorities = useLiveQuery(listAuthorities, {}, { kinds: ['card'] })
  const revocations = useLiveQuery(listRevocations, {}, { kinds: ['card'] })
  const problem = authorities.problem ?? revocations.problem
  return (
    <section className={classes.screen} aria-label={fr.title} data-region tabIndex={-1}>
      <header className={classes.toolbar}>
        <h2>{fr.title}</h2>
      </header>
      <div className={classes.body}>
        <p className={classes.quiet}>{fr.text}</p>
        {problem === undefined ? null : (
          <Refusal
            problem={problem}
            onRetry={() => {
              authorities.askAgain()
              revocations.askAgain()
            }}
          />
        )}
        {authorities.value === undefined || revocations.value === undefined ? (
          problem === undefined ? (
            <Skeleton lines={5} />
          ) : null
        ) : (
          <>
            <Authorities authorities={authorities.value.authorities} canAdd={authorities.value.canAdd} />
            <Revocations lists={revocations.value.lists} hasAuthority={authorities.value.authorities.length > 0} />
          </>
        )}
      </div>
    </section>
  )
}

/** What was last done with a file: a sentence, or a refusal. */
type Outcome = { readonly done: string } | { readonly problem: AnyProblem } | { readonly refused: string } | null

function OutcomeBlock({ outcome }: { outcome: Outcome }) {
  if (outcome === null) return null
  if ('done' in outcome) return <Block tone="success">{outcome.done}</Block>
  return (
    <Block tone="error" announce="assertive">
      {'refused' in outcome ? outcome.refused : sayRefusal(outcome.problem)}
    </Block>
  )
}

/** A button that takes one file of the disk; its content goes to `onFile`. */
function FileButton(props: { label: string; accept: string; busy: boolean; onFile: (file: File) => void }) {
  const input = useRef<HTMLInputElement>(null)
  return (
    <>
      <input
        ref={input}
        type="file"
        hidden
        accept={props.accept}
        aria-label={props.label}
        onChange={(event) => {
          const file = event.target.files?.[0]
          event.target.value = ''
          if (file !== undefined) props.onFile(file)
        }}
      />
      <Button sends disabled={props.busy} onClick={() => input.current?.click()}>
        {props.label}
      </Button>
    </>
  )
}

function Authorities({ authorities, canAdd }: { authorities: readonly AuthorityView[]; canAdd: boolean }) {
  const { call } = useCabinet()
  const askAgainOf = useAskAgain()
  const [outcome, setOutcome] = useState<Outcome>(null)
  const [busy, setBusy] = useState(false)
  const [removing, setRemoving] = useState<AuthorityView | null>(null)
  const add = async (file: File) => {
    setBusy(true)
    setOutcome(null)
    const text = await fileText(file, largestAuthorityFileBytes)
    const reply = text === null ? null : await call(addAuthorities, { file: text })
    setBusy(false)
    askAgainOf(listAuthorities, listRevocations)
    if (reply === null) setOutcome({ refused: fr.fileRefused(file.name) })
    else setOutcome(reply.ok ? { done: fr.added(reply.value.added) } : { problem: reply })
  }
  return (
    <section className={classes.part} aria-label={fr.authorities}>
      <div className={classes.head}>
        <h3>{fr.authorities}</h3>
        {canAdd ? (
          <>
            <InstalledAuthorities known={authorities} onAdded={(count) => setOutcome({ done: fr.added(count) })} />
            <FileButton
              label={fr.importAuthority}
              accept=".cer,.crt,.der,.pem,.p7b,.p7c"
              busy={busy}
              onFile={(file) => void add(file)}
            />
          </>
        ) : null}
      </div>
      {canAdd ? null : <p className={classes.quiet}>{fr.trainingOnly}</p>}
      <OutcomeBlock outcome={outcome} />
      {authorities.length === 0 ? (
        <EmptyState title={fr.noAuthority}>{fr.noAuthorityText}</EmptyState>
      ) : (
        // The table scrolls by itself where text is large: it must be reachable by keyboard.
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        <div className={classes.scroll} tabIndex={0} role="group" aria-label={fr.authorities}>
          <table className={classes.table}>
            <thead>
              <tr>
                <th scope="col">{fr.columns.name}</th>
                <th scope="col">{fr.columns.validity}</th>
                <th scope="col">{fr.columns.fingerprint}</th>
                <th scope="col">
                  <span className="co-hidden">{fr.removeAuthority}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {authorities.map((one) => (
                <tr key={one.authorityId}>
                  <th scope="row">
                    {one.name}
                    <small>{one.isRoot ? fr.root : fr.signedBy(one.issuer)}</small>
                  </th>
                  <td className="co-tabular">{cardsText.own.validFromTo(one.validFrom, one.validUntil)}</td>
                  <td className={classes.fingerprint}>{sayFingerprint(one.fingerprint)}</td>
                  <td>
                    {one.addedAt === null ? null : (
                      <Button size="small" sends onClick={() => setRemoving(one)}>
                        {fr.removeAuthority}
                        <span className="co-hidden"> {one.name}</span>
                      </Button>
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {removing === null ? null : (
        <RemoveAuthorityDialog
          authority={removing}
          onRemoved={() => {
            setRemoving(null)
            askAgainOf(listAuthorities, listRevocations)
          }}
          onClose={() => setRemoving(null)}
        />
      )}
    </section>
  )
}

function RemoveAuthorityDialog(props: { authority: AuthorityView; onRemoved: () => void; onClose: () => void }) {
  const { authority } = props
  const { call } = useCabinet()
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<AnyProblem | null>(null)
  const remove = async () => {
    setBusy(true)
    const reply = await call(removeAuthority, { authorityId: authority.authorityId })
    setBusy(false)
    if (reply.ok) props.onRemoved()
    else setProblem(reply)
  }
  return (
    <Dialog
      title={fr.removeAuthorityTitle}
      onClose={props.onClose}
      footer={
        <>
          <Button size="dialog" keys="Escape" autoFocus onClick={props.onClose}>
            {fr.keep}
          </Button>
          <Button sends size="dialog" kind="danger" disabled={busy} onClick={() => void remove()}>
            {fr.removeConfirm}
          </Button>
        </>
      }
    >
      <p>{fr.removeAuthorityText(authority.name)}</p>
      {problem === null ? null : (
        <Block tone="error" announce="assertive">
          {sayRefusal(problem)}
        </Block>
      )}
    </Dialog>
  )
}

function Revocations({ lists, hasAuthority }: { lists: readonly RevocationListView[]; hasAuthority: boolean }) {
  const { call } = useCabinet()
  const askAgainOf = useAskAgain()
  const [outcome, setOutcome] = useState<Outcome>(null)
  const [busy, setBusy] = useState(false)
  const [refreshing, setRefreshing] = useState(false)
  const isSlow = useSlow(refreshing)
  const add = async (file: File) => {
    setBusy(true)
    setOutcome(null)
    const text = await fileText(file, largestRevocationFileBytes)
    const reply = text === null ? null : await call(addRevocations, { file: text })
    setBusy(false)
    askAgainOf(listRevocations)
    if (reply === null) setOutcome({ refused: fr.fileRefused(file.name) })
    else setOutcome(reply.ok ? { done: fr.listImported } : { problem: reply })
  }
  const refresh = async () => {
    setBusy(true)
    setRefreshing(true)
    setOutcome(null)
    const reply = await call(refreshRevocations, {})
    setBusy(false)
    setRefreshing(false)
    askAgainOf(listRevocations)
    if (!reply.ok) return setOutcome({ problem: reply })
    const { fetched, failed } = reply.value
    setOutcome(fetched === 0 ? { refused: fr.refreshedNone } : { done: fr.refreshed(fetched, failed) })
  }
  return (
    <section className={classes.part} aria-label={fr.lists}>
      <div className={classes.head}>
        <h3>{fr.lists}</h3>
        {hasAuthority ? (
          <>
            <Button sends disabled={busy} onClick={() => void refresh()}>
              {fr.refresh}
            </Button>
            <FileButton label={fr.importList} accept=".crl,.der,.pem" busy={busy} onFile={(file) => void add(file)} />
          </>
        ) : null}
      </div>
      {isSlow ? (
        <p className={classes.quiet} role="status">
          {fr.refreshing}
        </p>
      ) : null}
      <OutcomeBlock outcome={outcome} />
      {lists.some(({ isStale }) => isStale) ? (
        <Block tone="warning" announce="off">
          {fr.outdated}
        </Block>
      ) : null}
      {lists.length === 0 ? (
        <EmptyState title={fr.noList}>{fr.noListText}</EmptyState>
      ) : (
        // The table scrolls by itself where text is large: it must be reachable by keyboard.
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        <div className={classes.scroll} tabIndex={0} role="group" aria-label={fr.lists}>
          <table className={classes.table}>
            <thead>
              <tr>
                <th scope="col">{fr.listColumns.issuer}</th>
                <th scope="col">{fr.listColumns.made}</th>
                <th scope="col">{fr.listColumns.next}</th>
                <th scope="col">{fr.listColumns.count}</th>
              </tr>
            </thead>
            <tbody>
              {lists.map((list) => (
                <tr key={`${list.authorityId} ${list.issuedAt}`}>
                  <th scope="row">{list.authorityName}</th>
                  <td className="co-tabular">{fr.day(list.issuedAt)}</td>
                  <td className="co-tabular">
                    {fr.day(list.nextAt)} {list.isStale ? <Tag tone="warning">{fr.overdue}</Tag> : null}
                  </td>
                  <td className="co-tabular">{sayNumber(list.entries)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  )
}
