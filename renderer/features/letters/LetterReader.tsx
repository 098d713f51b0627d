import { IconHistory, IconPencil, IconPrinter, IconTrash } from '@tabler/icons-react'
import { lazy, Suspense, useCallback, useMemo, useState } from 'react'
import { openLetter, removeLetter, restoreLetter } from '#app/features/letters/contract.ts'
import { sayDayAndHour } from '#app/text/fr/common.ts'
import { lettersText } from '#app/text/fr/letters.ts'
import { type AnyProblem, useAskAgain, useCabinet, useLiveQuery, useSession } from '#renderer/client/index.ts'
import { PdfView } from '#renderer/features/documents/index.ts'
import { ReaderHead, type ReaderProps, Refusal, sheetClasses } from '#renderer/features/forms/index.ts'
import { bytesOfBase64, PrintDialog } from '#renderer/features/printing/index.ts'
import { Button, EmptyState, IconButton, Skeleton, useToast } from '#ui/index.ts'
import classes from './Letters.module.css'

const LetterVersions = lazy(() => import('./LetterVersions.tsx'))

const fr = lettersText.reader

/** A validated letter: its pages as they were made, who validated it, and what corrected it. */
export function LetterReader(props: ReaderProps) {
  const { patientId, entryId: letterId, onEdit, onRemoved } = props
  const { call } = useCabinet()
  const askAgain = useAskAgain()
  const toast = useToast()
  const mayWrite = useSession().permissions.includes('letter.write')
  const answer = useLiveQuery(
    openLetter,
    { patientId, letterId },
    {
      kinds: ['record'],
      about: patientId,
      freshOnMount: true,
    },
  )
  const [showsVersions, setShowsVersions] = useState(false)
  const [printing, setPrinting] = useState(false)
  const [failure, setFailure] = useState<{ readonly title: string; readonly problem: AnyProblem } | null>(null)
  const pdf = answer.value?.pdf
  const bytes = useMemo(() => (pdf === undefined ? null : bytesOfBase64(pdf)), [pdf])
  const version = answer.value?.letter.version
  const remove = useCallback(async () => {
    if (version === undefined) return
    const removed = await call(removeLetter, { patientId, letterId, expectedVersion: version })
    askAgain(openLetter)
    if (!removed.ok) return setFailure({ title: fr.failed, problem: removed })
    onRemoved()
    toast(fr.removed, () => {
      const bringBack = async () => {
        const expectedVersion = removed.value.version
        const restored = await call(restoreLetter, { patientId, letterId, expectedVersion })
        if (!restored.ok) setFailure({ title: fr.notRestored, problem: restored })
        askAgain(openLetter)
      }
      void bringBack()
    })
  }, [call, patientId, letterId, version, askAgain, onRemoved, toast])

  if (answer.problem?.problem === 'not-found') return <EmptyState title={fr.gone.title}>{fr.gone.text}</EmptyState>
  if (answer.problem !== undefined) return <Refusal problem={answer.problem} onRetry={answer.askAgain} />
  if (answer.value === undefined || answer.former || bytes === null) return <Skeleton lines={6} />
  const { letter } = answer.value
  const story =
    letter.revision > 1
      ? fr.revised(letter.revisedBy, sayDayAndHour(letter.revisedAt))
      : fr.validated(letter.authorName, sayDayAndHour(letter.validatedAt))
  const { name } = letter.content.recipient
  return (
    <article className={sheetClasses['sheet']} aria-label={letter.content.title}>
      <ReaderHead
        title={letter.content.title}
        detail={name === '' ? story : `${fr.to(name)} · ${story}`}
        actions={
          <>
            <Button size="small" icon={IconPrinter} onClick={() => setPrinting(true)}>
              {fr.print}
            </Button>
            {letter.revision > 1 ? (
              <Button
                size="small"
                icon={IconHistory}
                pressed={showsVersions}
                onClick={() => setShowsVersions((shown) => !shown)}
              >
                {showsVersions ? fr.closeVersions : fr.versions(letter.revision)}
              </Button>
            ) : null}
            {mayWrite ? (
              <>
                <Button size="small" icon={IconPencil} onClick={() => onEdit({ form: 'letter', subjectId: letterId })}>
                  {fr.revise}
                </Button>
                <IconButton size="small" framed icon={IconTrash} label={fr.remove} onClick={() => void remove()} />
              </>
            ) : null}
          </>
        }
      />
      {failure === null ? null : <Refusal problem={failure.problem} title={failure.title} />}
      {showsVersions ? (
        <div className={classes['scroll']}>
          <Suspense fallback={<Skeleton lines={5} />}>
            <LetterVersions letterId={letterId} patientId={patientId} />
          </Suspense>
        </div>
      ) : (
        <div className={classes['preview']}>
          <PdfView bytes={bytes} label={fr.pdf} />
        </div>
      )}
      {printing ? (
        <PrintDialog
          kind="letter"
          patientId={patientId}
          entryId={letterId}
          bytes={bytes}
          onClose={() => setPrinting(false)}
        />
      ) : null}
    </article>
  )
}
