import { IconHourglass, IconScan } from '@tabler/icons-react'
import { type DragEvent, useEffect, useRef, useState } from 'react'
import type { MarkMatch, MarkReading } from '#app/features/identity/model.ts'
import { sayRefusal } from '#app/text/fr/common.ts'
import { identityMarkText as text } from '#app/text/fr/identity-mark.ts'
import { identityText } from '#app/text/fr/identity.ts'
import { useSession } from '#renderer/client/index.ts'
import { InsMarks, namesInUse, writtenDate } from '#renderer/features/patients/index.ts'
import { ChoiceList } from '#renderer/features/vitale/index.ts'
import { Block, Button, Dialog, Tag, useSlow } from '#ui/index.ts'
import { useMarkDesk } from './desk.tsx'
import classes from './Mark.module.css'
import { type MarkStep, useMarkReading } from './useMarkReading.ts'

/** What reading a mark leads to. */
export interface MarkReaderProps {
  readonly onOpen: (patientId: string) => void
  /** « Nouveau dossier », with what the mark says. */
  readonly onFillIn: (reading: MarkReading) => void
}

/** Hears the readers of the window, and shows what is to be chosen or said of what they read. */
export function MarkReader({ onOpen, onFillIn }: MarkReaderProps) {
  const desk = useMarkDesk()
  const { step, opened, waitForFile, decode, close } = useMarkReading(onOpen)
  const { asked, answered } = desk
  useEffect(() => {
    if (!asked) return
    answered()
    waitForFile()
  }, [asked, answered, waitForFile])
  const isSlow = useSlow(step.kind === 'reading')
  const said = opened === null ? '' : text.opened(namesOf(opened))
  return (
    <>
      <span className="co-hidden" role="status">
        {said}
      </span>
      {step.kind === 'idle' || (step.kind === 'reading' && !isSlow) ? null : (
        <MarkDialog
          step={step}
          onFile={decode}
          onClose={close}
          onOpen={(patientId) => {
            close()
            onOpen(patientId)
          }}
          onFillIn={(reading) => {
            close()
            onFillIn(reading)
          }}
        />
      )}
    </>
  )
}

interface MarkDialogProps extends MarkReaderProps {
  readonly step: Exclude<MarkStep, { kind: 'idle' }>
  readonly onFile: (file: Blob) => void
  readonly onClose: () => void
}

const takesFiles: ReadonlySet<MarkStep['kind']> = new Set(['file', 'not-decoded', 'failed'])

function MarkDialog(props: MarkDialogProps) {
  const { step, onFile, onClose } = props
  const awaitsFile = takesFiles.has(step.kind)
  useEffect(() => {
    if (!awaitsFile) return
    const paste = (event: ClipboardEvent) => {
      const [file] = event.clipboardData?.files ?? []
      if (file === undefined) return
      event.preventDefault()
      onFile(file)
    }
    window.addEventListener('paste', paste)
    return () => window.removeEventListener('paste', paste)
  }, [awaitsFile, onFile])
  return (
    <Dialog title={titleOf(step)} width={560} onClose={onClose} footer={<Footer {...props} />}>
      <Body {...props} />
    </Dialog>
  )
}

function titleOf(step: MarkDialogProps['step']): string {
  switch (step.kind) {
    case 'records':
      return text.records.title(nameOnMark(step.reading))
    case 'nobody':
      return text.none.title(nameOnMark(step.reading))
    case 'failed':
    case 'not-decoded':
      return text.failedTitle
    case 'told':
      return text.opened(namesOf(step.match))
    default:
      return text.title
  }
}

function Body(props: MarkDialogProps) {
  const { step } = props
  const session = useSession()
  switch (step.kind) {
    case 'file':
      return <FileZone onFile={props.onFile} />
    case 'decoding':
    case 'reading':
      return <Waiting words={step.kind === 'decoding' ? text.decoding : text.reading} />
    case 'not-decoded':
    case 'failed':
      return (
        <>
          <Block tone="error" announce="assertive">
            {step.kind === 'failed' ? sayRefusal(step.problem) : text.faults[step.fault]}
          </Block>
          <p className={classes['quiet']}>{text.again}</p>
        </>
      )
    case 'told':
      return <Notices reading={step.reading} />
    case 'nobody':
      return (
        <>
          <p className={classes['quiet']}>{bornOn(step.reading)}</p>
          <p>{session.permissions.includes('patient.create') ? text.none.text : text.none.mayNot}</p>
          <Notices reading={step.reading} />
        </>
      )
    case 'records':
      return (
        <>
          <p className={classes['quiet']}>{bornOn(step.reading)}</p>
          <Records {...props} matches={step.matches} />
          <Notices reading={step.reading} />
        </>
      )
  }
}

/** Where a file is dropped or chosen. */
function FileZone({ onFile }: { readonly onFile: (file: Blob) => void }) {
  const [isOver, setIsOver] = useState(false)
  const drop = (event: DragEvent) => {
    event.preventDefault()
    setIsOver(false)
    const [file] = event.dataTransfer.files
    if (file !== undefined) onFile(file)
  }
  return (
    <div
      className={classes['zone']}
      data-over={isOver}
      onDragOver={(event) => {
        event.preventDefault()
        setIsOver(true)
      }}
      onDragLeave={() => setIsOver(false)}
      onDrop={drop}
    >
      <IconScan size={32} stroke={1.5} aria-hidden="true" />
      <p>{text.byReader}</p>
      <p>{text.byFile}</p>
    </div>
  )
}

/** A quick answer never flashes. */
function Waiting({ words }: { readonly words: string }) {
  const isSlow = useSlow(true)
  return (
    <p className={classes['waiting']} role="status">
      {isSlow ? (
        <>
          <IconHourglass size={28} stroke={1.5} aria-hidden="true" />
          {words}
        </>
      ) : null}
    </p>
  )
}

function Notices({ reading: { notices } }: { readonly reading: MarkReading }) {
  return notices.map((notice) => (
    <Block key={notice} tone="warning">
      {identityText.mark.notices[notice]}
    </Block>
  ))
}

function Records(props: MarkDialogProps & { readonly matches: readonly MarkMatch[] }) {
  const lines = props.matches.map((match) => {
    const { patient, recognition } = match
    return {
      key: patient.patientId,
      content: (
        <>
          <span className={classes['names']}>{namesOf(match)}</span>
          <InsMarks state={patient} />
          <Tag tone={recognition === 'certain' ? 'success' : 'warning'}>{identityText.recognitions[recognition]}</Tag>
          <span className={classes['facts']}>
            {`${writtenDate(patient.birthDate)} · ${text.records.fileNumber(patient.fileNumber)}`}
          </span>
        </>
      ),
    }
  })
  return (
    <ChoiceList
      label={text.records.list}
      lines={lines}
      onChoose={(index) => {
        const match = props.matches[index]
        if (match !== undefined) props.onOpen(match.patient.patientId)
      }}
    />
  )
}

function Footer(props: MarkDialogProps) {
  const { step, onClose } = props
  const way = useRef<HTMLButtonElement>(null)
  // What had the focus is away: the safe way out has it, never what creates.
  useEffect(() => {
    if (step.kind !== 'records') way.current?.focus()
  }, [step.kind])
  return (
    <>
      <Button ref={way} size="dialog" keys="Escape" onClick={onClose}>
        {text.close}
      </Button>
      {takesFiles.has(step.kind) ? <ChooseFile {...props} /> : null}
      <Creation {...props} />
    </>
  )
}

function ChooseFile({ step, onFile }: MarkDialogProps) {
  const input = useRef<HTMLInputElement>(null)
  return (
    <>
      <input
        ref={input}
        type="file"
        accept="image/*,application/pdf"
        className={classes['chooser']}
        aria-label={text.file}
        tabIndex={-1}
        onChange={(event) => {
          const [file] = event.currentTarget.files ?? []
          // Chosen again after a refusal, the same file is looked at again.
          event.currentTarget.value = ''
          if (file !== undefined) onFile(file)
        }}
      />
      <Button size="dialog" kind={step.kind === 'file' ? 'primary' : 'plain'} onClick={() => input.current?.click()}>
        {step.kind === 'file' ? text.choose : text.chooseOther}
      </Button>
    </>
  )
}

/** Offered when nobody has this matricule: the record of a number that is held here exists. */
function Creation({ step, onFillIn }: MarkDialogProps) {
  const session = useSession()
  if (!session.permissions.includes('patient.create')) return null
  if (step.kind === 'nobody')
    return (
      <Button size="dialog" kind="primary" onClick={() => onFillIn(step.reading)}>
        {text.none.create}
      </Button>
    )
  if (step.kind !== 'records') return null
  const isHeld = step.matches.some(({ recognition }) => recognition !== 'traits-only' && recognition !== 'other-number')
  return isHeld ? null : (
    <Button size="dialog" onClick={() => onFillIn(step.reading)}>
      {text.records.createInstead}
    </Button>
  )
}

function namesOf({ patient }: MarkMatch): string {
  const { name, firstName } = namesInUse({ ...patient, firstName: patient.birthFirstName })
  return `${name} ${firstName}`.trim()
}

function nameOnMark({ traits }: MarkReading): string {
  return `${traits.birthName ?? ''} ${traits.firstNames ?? ''}`.trim()
}

function bornOn({ traits }: MarkReading): string {
  return traits.birthDate === null ? '' : text.bornOn(writtenDate(traits.birthDate))
}
