import { useCallback, useState } from 'react'
import { listPatientAccesses } from '#app/features/journal/contract.ts'
import type { AccessFilter } from '#app/features/journal/model.ts'
import { fr } from '#app/text/fr/journal.ts'
import { SidePanel } from '#ui/index.ts'
import classes from './Journal.module.css'
import { JournalFilters } from './JournalFilters.tsx'
import { JournalTable } from './JournalTable.tsx'
import { LineDetail } from './LineDetail.tsx'
import { type AskPage, pageLines, useJournalPages } from './useJournalPages.ts'

/** « Accès à ce dossier »: who opened, read, changed, printed or exported one record. */
export function PatientAccesses({ patientId }: { readonly patientId: string }) {
  const [filter, setFilter] = useState<AccessFilter>({})
  const [chosen, setChosen] = useState<number | null>(null)
  const ask = useCallback<AskPage>(
    (call, before) =>
      call(listPatientAccesses, { patientId, filter, limit: pageLines, ...(before === undefined ? {} : { before }) }),
    [patientId, filter],
  )
  const pages = useJournalPages(ask)
  const line = pages.lines.find(({ sequence }) => sequence === chosen) ?? pages.lines[0]
  return (
    <div className={classes.journal}>
      <section className={classes.list} aria-label={fr.accesses.title}>
        <p className={classes.intro}>{fr.accesses.intro}</p>
        <JournalFilters filter={filter} onChange={setFilter} />
        <JournalTable
          label={fr.accesses.title}
          pages={pages}
          selected={line?.sequence ?? null}
          onSelect={({ sequence }) => setChosen(sequence)}
          withRecord={false}
          empty={{ title: fr.accesses.empty, text: fr.emptyHint }}
        />
      </section>
      <SidePanel side="right" label={fr.detail.title} width={280} bare>
        <LineDetail line={line} />
      </SidePanel>
    </div>
  )
}
