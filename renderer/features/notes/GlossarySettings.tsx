import { IconPlus, IconTrash } from '@tabler/icons-react'
import { useMemo, useState } from 'react'
import { addPhrase, forgetPhrase, listPhrases, setLearning } from '#app/features/notes/contract.ts'
import { type GlossaryPhrase, longestPhrase } from '#app/features/notes/model.ts'
import { noteSettingsText } from '#app/text/fr/note-settings.ts'
import { type AnyProblem, useAskAgain, useCabinet, useLiveQuery } from '#renderer/client/index.ts'
import { Refusal } from '#renderer/features/forms/index.ts'
import {
  Button,
  type Column,
  DataTable,
  EmptyState,
  IconButton,
  SearchField,
  Skeleton,
  Switch,
  TextField,
  useToast,
} from '#ui/index.ts'
import classes from './NoteSettings.module.css'

const fr = noteSettingsText.glossary

/** « Glossaire »: the phrases proposed to the person signed in, and whether new ones are learnt. */
export function GlossarySettings() {
  const { call } = useCabinet()
  const askAgain = useAskAgain()
  const toast = useToast()
  const [looked, setLooked] = useState('')
  const [typed, setTyped] = useState('')
  const [fault, setFault] = useState<string | undefined>(undefined)
  const [failed, setFailed] = useState<AnyProblem | null>(null)
  const [chosen, setChosen] = useState<string | null>(null)
  const answer = useLiveQuery(listPhrases, { text: looked.trim() }, { kinds: ['library'], freshOnMount: true })

  const settle = (refusal: AnyProblem | null) => {
    setFailed(refusal)
    askAgain(listPhrases)
  }
  const add = async (phrase: string) => {
    const words = phrase.trim()
    if (words.length < 3 || words.length > longestPhrase) return setFault(fr.tooShort)
    setFault(undefined)
    const reply = await call(addPhrase, { phrase: words })
    settle(reply.ok ? null : reply)
    if (reply.ok) setTyped('')
  }
  const forget = async ({ phraseId, phrase }: GlossaryPhrase) => {
    const reply = await call(forgetPhrase, { phraseId })
    settle(reply.ok ? null : reply)
    if (reply.ok) toast(fr.forgotten, () => void add(phrase))
  }
  const learnOrNot = async (learns: boolean) => {
    const reply = await call(setLearning, { learns })
    settle(reply.ok ? null : reply)
  }
  const columns = useMemo(
    (): readonly Column<GlossaryPhrase>[] => [
      { id: 'phrase', header: fr.columns.phrase, width: 520, cell: ({ phrase }) => phrase },
      { id: 'uses', header: fr.columns.uses, width: 100, cell: ({ uses }) => fr.uses(uses) },
    ],
    [],
  )
  if (answer.problem !== undefined) return <Refusal problem={answer.problem} onRetry={answer.askAgain} />
  if (answer.value === undefined) return <Skeleton lines={8} />
  const { phrases, total, learns } = answer.value
  const selected = phrases.find(({ phraseId }) => phraseId === chosen) ?? phrases[0]
  return (
    <section className={classes.section} aria-label={fr.title} data-region tabIndex={-1}>
      <header className={classes.toolbar}>
        <h2>{fr.title}</h2>
        <IconButton
          icon={IconTrash}
          label={fr.forget}
          disabled={selected === undefined}
          onClick={() => selected !== undefined && void forget(selected)}
        />
      </header>
      <div className={classes.learning}>
        <Switch label={fr.learns} hint={fr.learnsHint} checked={learns} onChange={(next) => void learnOrNot(next)} />
        <form
          className={classes.adding}
          onSubmit={(event) => {
            event.preventDefault()
            void add(typed)
          }}
        >
          <TextField label={fr.phrase} value={typed} onChange={setTyped} maxLength={longestPhrase} error={fault} />
          <Button type="submit" sends icon={IconPlus}>
            {fr.add}
          </Button>
        </form>
        <SearchField label={fr.search} placeholder={fr.search} value={looked} onChange={setLooked} />
        {failed === null ? null : <Refusal problem={failed} title={fr.failed} />}
      </div>
      <DataTable
        label={fr.title}
        columns={columns}
        rowCount={phrases.length}
        rowAt={(index) => phrases[index]}
        rowKey={(row) => row.phraseId}
        selectedKey={selected?.phraseId ?? null}
        onSelect={(row) => setChosen(row.phraseId)}
        empty={<EmptyState title={fr.empty.title}>{fr.empty.text}</EmptyState>}
      />
      <footer className={classes.about}>
        {fr.shown(phrases.length, total)} — {fr.about}
      </footer>
    </section>
  )
}
