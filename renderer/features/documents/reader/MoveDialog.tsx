import { useState } from 'react'
import { documentsText } from '#app/text/fr/documents.ts'
import { Button } from '#ui/Button.tsx'
import { Dialog } from '#ui/Dialog.tsx'
import { PatientChoice } from './PatientChoice.tsx'
import type { NamedPatient } from './useDocumentActs.ts'

const text = documentsText.move

/** Asks whose record a document belongs to. */
export function MoveDialog(props: { readonly onMove: (to: NamedPatient) => void; readonly onClose: () => void }) {
  const { onMove, onClose } = props
  const [chosen, setChosen] = useState<NamedPatient | null>(null)
  const move = () => {
    if (chosen !== null) onMove(chosen)
  }
  return (
    <Dialog
      title={text.title}
      onClose={onClose}
      onSubmit={move}
      footer={
        <>
          <Button onClick={onClose}>{text.cancel}</Button>
          <Button kind="primary" sends disabled={chosen === null} onClick={move}>
            {text.confirm}
          </Button>
        </>
      }
    >
      <PatientChoice label={text.patient} placeholder={text.hint} chosen={chosen} onChoose={setChosen} />
    </Dialog>
  )
}
