import { IconPrinter } from '@tabler/icons-react'
import { type ReactNode, useCallback, useEffect, useRef, useState } from 'react'
import { notePrinted } from '#app/features/printing/contract.ts'
import type { PrintedKind } from '#app/features/printing/model.ts'
import { sayRefusal } from '#app/text/fr/common.ts'
import { printingText } from '#app/text/fr/printing.ts'
import { type AnyProblem, useCabinet } from '#renderer/client/index.ts'
import { PdfView } from '#renderer/features/documents/index.ts'
import { Block, Button, Dialog, SelectField, TextField } from '#ui/index.ts'
import { type PrintOutcome, printPdf } from './print-pages.ts'
import { type ChosenPrinter, usePrinter } from './printers.ts'
import classes from './Printing.module.css'

const fr = printingText.dialog
const system = ':system'

/** What can be asked of a `PrintDialog`. */
export interface PrintDialogProps {
  readonly kind: PrintedKind
  readonly patientId: string
  /** The entry of « Historique » that is printed; `null` for what is not kept. */
  readonly entryId: string | null
  /** The pages; `null` while they are made. Keeps its identity as long as they are the same. */
  readonly bytes: Uint8Array | null
  /** Why there are no pages. */
  readonly problem?: AnyProblem | null | undefined
  /** Above the printer: what is printed, where that is chosen. */
  readonly choices?: ReactNode | undefined
  /** How many copies the pages already hold; otherwise the person says how many to print. */
  readonly copiesInside?: number | undefined
  readonly onClose: () => void
}

/** Shows what is about to be printed, and prints it: journaled first, on the printer kept for this kind of print. */
export function PrintDialog(props: PrintDialogProps) {
  const { kind, bytes, patientId, entryId, onClose, copiesInside } = props
  const { call, seat } = useCabinet()
  const chosen = usePrinter(kind)
  const [copies, setCopies] = useState('1')
  const [busy, setBusy] = useState(false)
  const [refusal, setRefusal] = useState<AnyProblem | null>(null)
  const [outcome, setOutcome] = useState<PrintOutcome | 'failed' | null>(null)
  const printButton = useRef<HTMLButtonElement>(null)
  const hasChoices = props.choices !== undefined
  const isReady = bytes !== null
  useEffect(() => {
    // Nothing is to be chosen: Entrée prints what is shown.
    if (isReady && !hasChoices) printButton.current?.focus()
  }, [isReady, hasChoices])
  const stopped = useRef(new AbortController())
  useEffect(() => {
    const controller = new AbortController()
    stopped.current = controller
    return () => controller.abort()
  }, [])
  const asked = /^\d{1,3}$/.test(copies.trim()) ? Number(copies) : 0
  const badCopies = copiesInside === undefined && (asked < 1 || asked > 200)

  const print = useCallback(async () => {
    if (bytes === null || busy || badCopies) return
    setBusy(true)
    setRefusal(null)
    setOutcome(null)
    const noted = await call(notePrinted, { patientId, what: kind, entryId, copies: copiesInside ?? asked })
    if (!noted.ok) {
      setBusy(false)
      return setRefusal(noted)
    }
    try {
      const how = { printer: chosen.printer, copies: copiesInside === undefined ? asked : 1 }
      setOutcome(await printPdf(seat, bytes, how, stopped.current.signal))
    } catch {
      setOutcome('failed')
    }
    setBusy(false)
  }, [bytes, busy, badCopies, call, patientId, kind, entryId, asked, copiesInside, chosen.printer, seat])

  return (
    <Dialog
      title={fr.title(printingText.kinds[kind])}
      width={960}
      onClose={onClose}
      onSubmit={() => void print()}
      footer={
        <>
          <Button size="dialog" keys="Escape" onClick={onClose}>
            {outcome === 'printed' || outcome === 'offered' ? fr.close : fr.cancel}
          </Button>
          <Button
            ref={printButton}
            sends
            size="dialog"
            kind="primary"
            icon={IconPrinter}
            type="submit"
            disabled={bytes === null || busy}
          >
            {fr.print}
          </Button>
        </>
      }
    >
      <div className={classes['columns']}>
        <div className={classes['choices']}>
          {props.choices}
          {copiesInside === undefined && chosen.printer !== null ? (
            <TextField
              label={fr.copies}
              value={copies}
              onChange={setCopies}
              inputMode="numeric"
              tabular
              maxLength={3}
              error={badCopies ? fr.copiesHint : undefined}
            />
          ) : null}
          <PrinterChoice chosen={chosen} />
          {refusal === null ? null : <Block tone="error">{sayRefusal(refusal)}</Block>}
          <Outcome outcome={outcome} chosen={chosen} />
        </div>
        <div className={classes['preview']}>
          <Preview bytes={bytes} problem={props.problem ?? null} />
        </div>
      </div>
    </Dialog>
  )
}

function Preview({ bytes, problem }: { readonly bytes: Uint8Array | null; readonly problem: AnyProblem | null }) {
  if (problem !== null) {
    return (
      <div className={classes['waiting']}>
        <Block tone="error">{sayRefusal(problem)}</Block>
      </div>
    )
  }
  if (bytes === null) {
    return (
      <p className={classes['waiting']} role="status">
        {fr.waiting}
      </p>
    )
  }
  return <PdfView bytes={bytes} label={fr.preview} />
}

function PrinterChoice({ chosen }: { readonly chosen: ChosenPrinter }) {
  const { printers, unread, printer, choose } = chosen
  if (printers === undefined) return null
  if (printers === null) return <p className={classes['quiet']}>{fr.browserPrinter}</p>
  if (unread) return <p className={classes['quiet']}>{fr.printersUnread}</p>
  if (printers.length === 0) return <Block tone="warning">{fr.noPrinter}</Block>
  return (
    <SelectField
      label={fr.printer}
      hint={fr.remembered}
      value={printer ?? system}
      options={[
        ...printers.map(({ name, label }) => ({ value: name, label })),
        { value: system, label: fr.systemPrinter },
      ]}
      onChange={(value) => choose(value === null || value === system ? null : value)}
    />
  )
}

function Outcome(props: { readonly outcome: PrintOutcome | 'failed' | null; readonly chosen: ChosenPrinter }) {
  const { outcome, chosen } = props
  switch (outcome) {
    case null:
      return null
    case 'printed':
      return (
        <Block tone="success" announce="polite">
          {fr.sent}
        </Block>
      )
    case 'offered':
      return null
    case 'refused': {
      const label = chosen.printers?.find(({ name }) => name === chosen.printer)?.label ?? ''
      return (
        <Block tone="error" announce="assertive">
          {label === '' ? fr.refusedHere : fr.failed(label)}
        </Block>
      )
    }
    case 'failed':
      return (
        <Block tone="error" announce="assertive">
          {fr.refusedHere}
        </Block>
      )
  }
}
