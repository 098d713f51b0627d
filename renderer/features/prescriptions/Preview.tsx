import { useEffect, useRef, useState } from 'react'
import { previewPrescription } from '#app/features/prescriptions/contract.ts'
import { prescriptionsText } from '#app/text/fr/prescriptions.ts'
import { type AnyProblem, useCabinet } from '#renderer/client/index.ts'
import { PdfView } from '#renderer/features/documents/index.ts'
import { Refusal, sheetClasses } from '#renderer/features/forms/index.ts'
import { bytesOfBase64 } from '#renderer/features/printing/index.ts'
import { Button, Skeleton } from '#ui/index.ts'
import type { EditedPrescription } from './edited.ts'
import classes from './Prescriptions.module.css'

const fr = prescriptionsText.editor

/** The sheet as it would be signed. */
export function Preview(props: {
  readonly patientId: string
  readonly edited: EditedPrescription
  readonly onClose: () => void
}) {
  const { patientId, edited, onClose } = props
  const { call } = useCabinet()
  const [bytes, setBytes] = useState<Uint8Array | null>(null)
  const [problem, setProblem] = useState<AnyProblem | null>(null)
  useEffect(() => {
    let wanted = true
    const { prescribedOn, lines, twoZones } = edited
    const ask = async () => {
      const reply = await call(previewPrescription, { patientId, fields: { prescribedOn, lines, twoZones } })
      if (!wanted) return
      if (reply.ok) setBytes(bytesOfBase64(reply.value.pdf))
      else setProblem(reply)
    }
    void ask()
    return () => {
      wanted = false
    }
  }, [call, patientId, edited])
  const back = useRef<HTMLButtonElement>(null)
  useEffect(() => back.current?.focus(), [])
  return (
    <section
      className={sheetClasses['sheet']}
      aria-label={fr.preview}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || event.defaultPrevented) return
        event.preventDefault()
        onClose()
      }}
    >
      <div className={classes.pages}>
        {problem === null ? null : <Refusal problem={problem} />}
        {bytes === null && problem === null ? <Skeleton lines={8} /> : null}
        {bytes === null ? null : <PdfView bytes={bytes} label={fr.preview} />}
      </div>
      <footer className={classes.foot}>
        <Button ref={back} keys="Escape" onClick={onClose}>
          {fr.closePreview}
        </Button>
      </footer>
    </section>
  )
}
