import { IconArrowsExchange } from '@tabler/icons-react'
import { useState } from 'react'
import { listDuplicates, mergePatients, previewMerge, undoMerge } from '#app/features/lifecycle/contract.ts'
import type { ComparedField, MergeChoices, MergeField, MergePreview } from '#app/features/lifecycle/model.ts'
import { lifecycleText } from '#app/text/fr/lifecycle.ts'
import { sayKind, sayTable } from '#app/text/fr/portability.ts'
import { type AnyProblem, useAskAgain, useCabinet, useLiveQuery } from '#renderer/client/index.ts'
import { Refusal } from '#renderer/features/forms/index.ts'
import { Block, Button, Dialog, Radio, Skeleton, useToast } from '#ui/index.ts'
import classes from './Lifecycle.module.css'
import { sayPatient, summaryName } from './names.ts'

const text = lifecycleText.merge

/** Both records side by side: what is kept of each, what moves, what prevents; then one merge, which can be undone. */
export function MergeComparison(props: {
  readonly keptPatientId: string
  readonly otherPatientId: string
  readonly onBack?: (() => void) | undefined
  readonly onClose: () => void
  readonly onMerged: (keptPatientId: string, otherPatientId: string) => void
}) {
  const [exchanged, setExchanged] = useState(false)
  const [keptPatientId, otherPatientId] = exchanged
    ? [props.otherPatientId, props.keptPatientId]
    : [props.keptPatientId, props.otherPatientId]
  const { value, problem, former } = useLiveQuery(
    previewMerge,
    { keptPatientId, otherPatientId },
    { kinds: ['patient', 'record', 'clinical'] },
  )
  const preview = former ? undefined : value?.preview
  if (preview === undefined) {
    return (
      <Dialog title={text.title} onClose={props.onClose} width={760}>
        {problem === undefined ? <Skeleton lines={6} /> : <Refusal problem={problem} />}
      </Dialog>
    )
  }
  return (
    <Compared
      key={`${keptPatientId} ${preview.kept.version} ${preview.other.version}`}
      preview={preview}
      onSwap={() => setExchanged((is) => !is)}
      onBack={props.onBack}
      onClose={props.onClose}
      onMerged={() => props.onMerged(keptPatientId, otherPatientId)}
    />
  )
}

function Compared(props: {
  readonly preview: MergePreview
  readonly onSwap: () => void
  readonly onBack?: (() => void) | undefined
  readonly onClose: () => void
  readonly onMerged: () => void
}) {
  const { preview } = props
  const { kept, other } = preview
  const { call } = useCabinet()
  const askAgainOf = useAskAgain()
  const toast = useToast()
  const [choices, setChoices] = useState<MergeChoices>(() => ({
    fields: preview.fields
      .filter(({ differs, proposed, isDecided }) => differs && proposed === 'other' && !isDecided)
      .map(({ field }) => field),
    singles: [],
  }))
  const [busy, setBusy] = useState(false)
  const [refusal, setRefusal] = useState<AnyProblem | null>(null)
  const merge = async () => {
    if (busy || preview.obstacles.length > 0) return
    setBusy(true)
    const reply = await call(mergePatients, {
      keptPatientId: kept.patientId,
      otherPatientId: other.patientId,
      keptVersion: kept.version,
      otherVersion: other.version,
      choices,
    })
    setBusy(false)
    if (!reply.ok) {
      setRefusal(reply)
      return
    }
    askAgainOf(listDuplicates)
    const { mergeId } = reply.value
    toast(text.done(summaryName(kept)), () => void call(undoMerge, { mergeId }).then(() => askAgainOf(listDuplicates)))
    props.onMerged()
  }
  return (
    <Dialog
      title={text.title}
      onClose={props.onClose}
      onSubmit={() => void merge()}
      width={760}
      footer={
        <>
          {props.onBack === undefined ? null : (
            <Button size="dialog" onClick={props.onBack}>
              {text.back}
            </Button>
          )}
          <Button size="dialog" keys="Escape" onClick={props.onClose}>
            {lifecycleText.cancel}
          </Button>
          <Button sends size="dialog" kind="primary" type="submit" disabled={busy || preview.obstacles.length > 0}>
            {text.confirm}
          </Button>
        </>
      }
    >
      <div className={classes.scrolled}>
        {refusal === null ? null : <Refusal problem={refusal} />}
        {preview.obstacles.map((obstacle) => (
          <Block key={obstacle.code} tone="error">
            {obstacle.code === 'drafts' ? text.drafts(obstacle.names) : text.identities[obstacle.code]}
          </Block>
        ))}
        {preview.warnings.map((warning) => (
          <Block key={warning} tone="warning">
            {text.warnings[warning]}
          </Block>
        ))}
        <div className={classes.pair}>
          <p>
            <span className={classes.quiet}>{text.kept}</span>
            <strong>{sayPatient(kept)}</strong>
          </p>
          <Button icon={IconArrowsExchange} size="small" onClick={props.onSwap}>
            {text.swap}
          </Button>
          <p>
            <span className={classes.quiet}>{text.gone}</span>
            <strong>{sayPatient(other)}</strong>
          </p>
        </div>
        <Values fields={preview.fields} choices={choices} setChoices={setChoices} />
        {preview.singles.map(({ table }) => (
          <fieldset key={table} className={classes.single}>
            <legend>{text.single(sayTable(table))}</legend>
            <Radio
              name={table}
              label={text.singleKept}
              checked={!choices.singles.includes(table)}
              onChange={() => setChoices((was) => ({ ...was, singles: was.singles.filter((one) => one !== table) }))}
            />
            <Radio
              name={table}
              label={text.singleOther}
              checked={choices.singles.includes(table)}
              onChange={() => setChoices((was) => ({ ...was, singles: [...was.singles, table] }))}
            />
          </fieldset>
        ))}
        <Contents title={text.moves} contents={preview.moves} empty={text.nothingMoves} />
        <Contents title={text.stays} contents={preview.stays} />
        <Contents title={text.alike} contents={preview.alike} />
        {preview.addedGroups.length === 0 ? null : <p>{text.groups(preview.addedGroups)}</p>}
        {preview.addedTags.length === 0 ? null : <p>{text.tags(preview.addedTags)}</p>}
        <p className={classes.quiet}>{text.undoable}</p>
      </div>
    </Dialog>
  )
}

function Values(props: {
  readonly fields: readonly ComparedField[]
  readonly choices: MergeChoices
  readonly setChoices: (change: (was: MergeChoices) => MergeChoices) => void
}) {
  const differing = props.fields.filter(({ differs }) => differs)
  if (differing.length === 0) return null
  const choose = (field: MergeField, isOther: boolean) =>
    props.setChoices((was) => {
      const others = was.fields.filter((one) => one !== field)
      return { ...was, fields: isOther ? [...others, field] : others }
    })
  return (
    <table className={classes.values}>
      <thead>
        <tr>
          <th scope="col">{text.columns.field}</th>
          <th scope="col">{text.columns.kept}</th>
          <th scope="col">{text.columns.other}</th>
        </tr>
      </thead>
      <tbody>
        {differing.map(({ field, kept, other, proposed, isDecided }) => {
          const isOther = isDecided ? proposed === 'other' : props.choices.fields.includes(field)
          if (isDecided) {
            return (
              <tr key={field}>
                <th scope="row">
                  {text.fields[field]}
                  <small className={classes.quiet}>{text.identityDecided}</small>
                </th>
                <td data-chosen={!isOther}>{say(kept)}</td>
                <td data-chosen={isOther}>{say(other)}</td>
              </tr>
            )
          }
          return (
            <tr key={field}>
              <th scope="row">{text.fields[field]}</th>
              <td data-chosen={!isOther}>
                <Radio name={field} label={say(kept)} checked={!isOther} onChange={() => choose(field, false)} />
              </td>
              <td data-chosen={isOther}>
                <Radio name={field} label={say(other)} checked={isOther} onChange={() => choose(field, true)} />
              </td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}

function say(value: string): string {
  if (value === '') return text.empty
  return value
    .split(', ')
    .map((part) => text.codes[part] ?? part.replace(/^(\d{4})-(\d{2})-(\d{2})$/, '$3/$2/$1'))
    .join(', ')
}

/** Rows that only follow others: their counts would say everything twice. */
const followers: ReadonlySet<string> = new Set([
  'note_revision',
  'record_entry',
  'record_entry_text',
  'document_version',
  'document_words',
  'result_value',
])

function Contents(props: {
  readonly title: string
  readonly contents: MergePreview['moves']
  readonly empty?: string
}) {
  const contents = props.contents.filter(({ kind }) => !followers.has(kind))
  if (contents.length === 0 && props.empty === undefined) return null
  return (
    <section aria-label={props.title}>
      <h3 className={classes.title}>{props.title}</h3>
      {contents.length === 0 ? (
        <p>{props.empty}</p>
      ) : (
        <ul className={classes.counts}>
          {contents.map(({ kind, count }) => (
            <li key={kind}>
              <strong className="co-tabular">{count}</strong> {sayKind(kind, count)}
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}
