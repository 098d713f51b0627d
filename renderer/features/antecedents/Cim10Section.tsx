import { useRef, useState } from 'react'
import { importCim10, longestCim10File, readCim10State, searchCim10 } from '#app/features/antecedents/contract.ts'
import { antecedentsText } from '#app/text/fr/antecedents.ts'
import { sayNumber } from '#app/text/fr/common.ts'
import { type AnyProblem, useAskAgain, useCabinet, useLiveQuery } from '#renderer/client/index.ts'
import { Refusal } from '#renderer/features/forms/index.ts'
import { Block, Button, Skeleton, TextField } from '#ui/index.ts'
import classes from './Antecedents.module.css'

const fr = antecedentsText.cim10

interface RefusedLine {
  readonly line: number
  readonly field: string
  readonly reason: string
}

type Outcome =
  | { readonly kind: 'done'; readonly codes: number }
  | { readonly kind: 'refused'; readonly lines: readonly RefusedLine[] }
  | { readonly kind: 'failed'; readonly problem: AnyProblem }
  | { readonly kind: 'too-large' }

/** « Paramètres › Codes CIM-10 »: what comes with the program, and an official file. */
export function Cim10Section() {
  const { call } = useCabinet()
  const askAgain = useAskAgain()
  const answer = useLiveQuery(readCim10State, {}, { kinds: ['library'] })
  const [edition, setEdition] = useState('')
  const [busy, setBusy] = useState(false)
  const [outcome, setOutcome] = useState<Outcome | null>(null)
  const input = useRef<HTMLInputElement>(null)
  if (answer.problem !== undefined) return <Refusal problem={answer.problem} onRetry={answer.askAgain} />
  if (answer.value === undefined) return <Skeleton lines={5} />
  const { usual, imported } = answer.value
  const send = async (file: File) => {
    setOutcome(null)
    if (file.size > longestCim10File) return setOutcome({ kind: 'too-large' })
    setBusy(true)
    const name = edition.trim() === '' ? file.name.slice(0, 80) : edition.trim()
    const reply = await call(importCim10, { text: decoded(await file.arrayBuffer()), edition: name })
    setBusy(false)
    askAgain(readCim10State, searchCim10)
    if (reply.ok) setOutcome({ kind: 'done', codes: reply.value.codes })
    else if (reply.problem === 'import.refused') setOutcome({ kind: 'refused', lines: reply.data.lines })
    else setOutcome({ kind: 'failed', problem: reply })
  }
  return (
    <section className={classes['settings']} aria-label={fr.title} data-region tabIndex={-1}>
      <h2>{fr.title}</h2>
      <p>{fr.intro}</p>
      <p>{fr.usual(sayNumber(usual))}</p>
      <p>
        {imported === null
          ? fr.notImported
          : fr.imported(imported.edition, sayNumber(imported.codes), imported.importedAt)}
      </p>
      <TextField
        label={fr.edition}
        optional
        hint={fr.editionHint}
        maxLength={80}
        value={edition}
        onChange={setEdition}
      />
      <input
        ref={input}
        type="file"
        accept=".txt,.csv"
        hidden
        aria-label={fr.choose}
        onChange={(event) => {
          const file = event.target.files?.[0]
          // The same file may be chosen again once it was put right.
          event.target.value = ''
          if (file !== undefined) void send(file)
        }}
      />
      <div>
        <Button sends disabled={busy} onClick={() => input.current?.click()}>
          {fr.choose}
        </Button>
      </div>
      <div role="status">
        {outcome?.kind === 'done' ? <Block tone="info">{fr.done(sayNumber(outcome.codes))}</Block> : null}
        {outcome?.kind === 'too-large' ? <Block tone="error">{fr.tooLarge}</Block> : null}
        {outcome?.kind === 'refused' ? <RefusedFile lines={outcome.lines} /> : null}
        {outcome?.kind === 'failed' ? <Refusal problem={outcome.problem} /> : null}
      </div>
    </section>
  )
}

/** Why a file was refused, line by line. */
function RefusedFile({ lines }: { readonly lines: readonly RefusedLine[] }) {
  return (
    <Block tone="error" title={fr.refused}>
      <ul className={classes['refused']}>
        {lines.map(({ line, field, reason }) => (
          <li key={line}>{fr.line(line, field, reason)}</li>
        ))}
      </ul>
    </Block>
  )
}

/** The text of a file as French software writes it: UTF-8, or Windows-1252 where it is not. */
function decoded(bytes: ArrayBuffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('windows-1252').decode(bytes)
  }
}
