import { IconDownload, IconHourglass, IconRefresh, IconShieldCheck } from '@tabler/icons-react'
import { useCallback, useMemo, useState } from 'react'
import { listJournal } from '#app/features/journal/contract.ts'
import type { AccessFilter } from '#app/features/journal/model.ts'
import { fr } from '#app/text/fr/journal.ts'
import { type Action, Button, SidePanel, useActions } from '#ui/index.ts'
import { ExportDialog } from './ExportDialog.tsx'
import classes from './Journal.module.css'
import { JournalFilters } from './JournalFilters.tsx'
import { JournalTable } from './JournalTable.tsx'
import { LineDetail } from './LineDetail.tsx'
import { RetentionDialog } from './RetentionDialog.tsx'
import { type AskPage, pageLines, useJournalPages } from './useJournalPages.ts'
import { useVerification, VerificationBlock } from './Verification.tsx'

interface JournalActions {
  readonly refresh: () => void
}
const actions: readonly Action<JournalActions>[] = [
  { id: 'journal.refresh', label: fr.refresh, keys: 'F5', run: ({ refresh }) => refresh() },
]

/** « Paramètres › Journal »: every line, filtered; its verification, its export, how long it is kept. */
export function JournalSection() {
  const [filter, setFilter] = useState<AccessFilter>({})
  const ask = useCallback<AskPage>(
    (call, before) => call(listJournal, { filter, limit: pageLines, ...(before === undefined ? {} : { before }) }),
    [filter],
  )
  const pages = useJournalPages(ask)
  const verification = useVerification()
  const [chosen, setChosen] = useState<number | null>(null)
  const [dialog, setDialog] = useState<'export' | 'retention' | null>(null)
  const { askAgain } = pages
  useActions(
    actions,
    useMemo(() => ({ refresh: askAgain }), [askAgain]),
  )
  const line = pages.lines.find(({ sequence }) => sequence === chosen) ?? pages.lines[0]
  return (
    <div className={classes.journal}>
      <section className={classes.list} aria-label={fr.title} data-region tabIndex={-1}>
        <header className={classes.toolbar}>
          <h2>{fr.title}</h2>
          <Button
            sends
            kind="primary"
            icon={IconShieldCheck}
            disabled={verification.underWay}
            onClick={verification.start}
          >
            {fr.verify.action}
          </Button>
          <Button icon={IconDownload} onClick={() => setDialog('export')}>
            {fr.export.action}
          </Button>
          <Button icon={IconHourglass} onClick={() => setDialog('retention')}>
            {fr.retention.action}
          </Button>
          <span className={classes.space} />
          <Button icon={IconRefresh} keys="F5" quietKeys onClick={askAgain}>
            {fr.refresh}
          </Button>
        </header>
        <VerificationBlock verification={verification} />
        <JournalFilters filter={filter} onChange={setFilter} />
        <JournalTable
          label={fr.table}
          pages={pages}
          selected={line?.sequence ?? null}
          onSelect={({ sequence }) => setChosen(sequence)}
          withRecord
          empty={{ title: fr.empty, text: fr.emptyHint }}
        />
        <footer className={classes.about}>{fr.intro}</footer>
      </section>
      <SidePanel side="right" label={fr.detail.title} width={312} bare>
        <LineDetail line={line} />
      </SidePanel>
      {dialog === 'export' ? <ExportDialog filter={filter} onClose={() => setDialog(null)} /> : null}
      {dialog === 'retention' ? (
        <RetentionDialog onClose={() => setDialog(null)} onSaved={() => setDialog(null)} />
      ) : null}
    </div>
  )
}
