import { useEffect, useRef } from 'react'
import { documentsText } from '#app/text/fr/documents.ts'
import type { RecordActProps, RecordMenuItem } from '#renderer/features/forms/index.ts'
import classes from './Import.module.css'
import { useImports } from './useImports.ts'

/** Opens the computer's own choice of files; what is chosen is on its way when it closes. */
export function FileChooser(props: { readonly patientId: string | null; readonly onClose: () => void }) {
  const { patientId, onClose } = props
  const { queue } = useImports()
  const input = useRef<HTMLInputElement>(null)
  useEffect(() => {
    const chooser = input.current
    if (chooser === null) return
    chooser.addEventListener('cancel', onClose)
    chooser.click()
    return () => chooser.removeEventListener('cancel', onClose)
  }, [onClose])
  return (
    <input
      ref={input}
      type="file"
      multiple
      className={classes['hidden']}
      aria-label={documentsText.import.action}
      onChange={(event) => {
        queue.add([...(event.currentTarget.files ?? [])], patientId)
        onClose()
      }}
    />
  )
}

function ImportAct({ patient, onClose }: RecordActProps) {
  return <FileChooser patientId={patient.patientId} onClose={onClose} />
}

/** « Importer des documents… », among the actions of a record. */
export const importItem: RecordMenuItem = {
  id: 'documents.import',
  menu: 'more',
  label: documentsText.import.action,
  needs: 'document.write',
  Act: ImportAct,
}
