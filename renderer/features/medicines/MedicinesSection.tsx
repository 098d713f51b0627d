import { useCallback, useRef, useState } from 'react'
import {
  getMedicineLibrary,
  importMedicines,
  searchMedicines,
  searchSubstances,
} from '#app/features/medicines/contract.ts'
import type { JobView } from '#app/features/jobs/model.ts'
import type { BdpmFileName, MedicineEdition } from '#app/features/medicines/model.ts'
import { bdpmFileOf, knownFiles, missingFiles } from '#app/features/medicines/rules/files.ts'
import { sayDayAndHour, sayNumber } from '#app/text/fr/common.ts'
import { medicinesText as fr } from '#app/text/fr/medicines.ts'
import { type CabinetClient, useLiveQuery } from '#renderer/client/index.ts'
import { Refusal } from '#renderer/features/forms/index.ts'
import { JobProgress, useStartedJob } from '#renderer/features/jobs/index.ts'
import { Block, Button, Skeleton } from '#ui/index.ts'
import classes from './Medicines.module.css'

/** What was chosen on the disk: the files of the base, and names that are not its own. */
interface Chosen {
  readonly files: ReadonlyMap<BdpmFileName, File>
  readonly others: readonly string[]
}

const nothing: Chosen = { files: new Map(), others: [] }
const changed = [getMedicineLibrary, searchMedicines, searchSubstances]

/** « Paramètres › Médicaments »: the import in force, and another. */
export function MedicinesSection() {
  const library = useLiveQuery(getMedicineLibrary, {}, { kinds: ['library'] })
  const [chosen, setChosen] = useState(nothing)
  const [unreadable, setUnreadable] = useState<string | null>(null)
  const latest = useRef(chosen)
  latest.current = chosen
  const begin = useCallback(async (call: CabinetClient['call']) => {
    const files: { name: BdpmFileName; text: string }[] = []
    for (const [name, file] of latest.current.files) files.push({ name, text: await textOf(file) })
    return call(importMedicines, { files })
  }, [])
  const importing = useStartedJob('medicines', begin, changed, library.value?.jobId ?? null)
  const input = useRef<HTMLInputElement>(null)
  const missing = missingFiles([...chosen.files.keys()])
  if (library.problem !== undefined) return <Refusal problem={library.problem} onRetry={library.askAgain} />
  if (library.value === undefined) return <Skeleton lines={6} />
  const choose = (list: FileList | null) => {
    const files = new Map<BdpmFileName, File>()
    const others: string[] = []
    for (const file of list ?? []) {
      const name = bdpmFileOf(file.name)
      if (name === null) others.push(file.name)
      else files.set(name, file)
    }
    setUnreadable(null)
    setChosen({ files, others })
  }
  const start = async () => {
    // A file moved since it was chosen is said by its name, before anything is sent.
    for (const file of chosen.files.values()) {
      try {
        await file.slice(0, 1).arrayBuffer()
      } catch {
        return setUnreadable(file.name)
      }
    }
    importing.start()
  }
  const { job } = importing
  return (
    <section className={classes.body} aria-label={fr.section} data-region tabIndex={-1}>
      <h2 className={classes.title}>{fr.title}</h2>
      <p className={classes.intro}>{fr.intro}</p>
      {library.value.edition === null ? (
        <Block tone="warning">{fr.none}</Block>
      ) : (
        <Edition edition={library.value.edition} />
      )}
      <div className={classes.choose}>
        <input
          ref={input}
          type="file"
          multiple
          accept=".txt"
          hidden
          aria-label={fr.choose}
          onChange={(event) => choose(event.target.files)}
        />
        <Button disabled={importing.underWay} onClick={() => input.current?.click()}>
          {fr.choose}
        </Button>
        <p className={classes.hint}>{fr.needed}</p>
      </div>
      {chosen.files.size === 0 && chosen.others.length === 0 ? null : (
        <div>
          <h3 className={classes.subtitle}>{fr.chosen}</h3>
          <ul className={classes.files}>
            {knownFiles
              .filter((name) => chosen.files.has(name))
              .map((name) => (
                <li key={name}>
                  {fr.file[name]} <span className={classes.hint}>{name}.txt</span>
                </li>
              ))}
          </ul>
          {chosen.others.length === 0 ? null : <p className={classes.hint}>{fr.notOfBase(chosen.others.join(', '))}</p>}
          {missing.length === 0 ? null : (
            <Block tone="warning">{fr.missing(missing.map((name) => `${name}.txt`).join(', '))}</Block>
          )}
        </div>
      )}
      {unreadable === null ? null : <Block tone="error">{fr.unreadable(unreadable)}</Block>}
      <div>
        <Button
          kind="primary"
          sends
          disabled={importing.underWay || chosen.files.size === 0 || missing.length > 0}
          onClick={() => void start()}
        >
          {fr.start}
        </Button>
      </div>
      {importing.problem === null ? null : <Refusal problem={importing.problem} />}
      {job === null || !importing.underWay ? null : (
        <JobProgress label={fr.importing} job={job} steer={importing.steer} figures={figures} />
      )}
      {job?.state === 'done' ? <Block tone="success">{fr.imported}</Block> : null}
      {job?.state === 'cancelled' ? <Block tone="info">{fr.stopped}</Block> : null}
    </section>
  )
}

function Edition({ edition }: { readonly edition: MedicineEdition }) {
  return (
    <dl className={classes.edition}>
      <dt>{fr.lastImport}</dt>
      <dd>
        {sayDayAndHour(edition.importedAt)}, {fr.by} {edition.importedBy}
        <br />
        {fr.counts(sayNumber(edition.medicines), sayNumber(edition.substances))}
      </dd>
      <dt>{fr.files}</dt>
      <dd>
        <ul className={classes.files}>
          {edition.files.map(({ name, lines }) => (
            <li key={name}>
              {fr.file[name]} <span className={classes.hint}>{fr.lines(sayNumber(lines))}</span>
            </li>
          ))}
        </ul>
      </dd>
    </dl>
  )
}

function figures({ phase, done, total }: JobView): string {
  const said = Object.entries(fr.phases).find(([name]) => name === phase)?.[1] ?? ''
  return total === 0 ? said : `${said}, ${Math.floor((100 * done) / total)}\u00a0%`
}

/** The text of a file, published in UTF-8 or, in older years, in Windows-1252. */
async function textOf(file: File): Promise<string> {
  const bytes = await file.arrayBuffer()
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('windows-1252').decode(bytes)
  }
}
