import { IconFileImport } from '@tabler/icons-react'
import { type DragEvent, type ReactNode, useRef, useState } from 'react'
import { documentsText } from '#app/text/fr/documents.ts'
import { useSession } from '#renderer/client/index.ts'
import classes from './Import.module.css'
import { ImportTray } from './ImportTray.tsx'
import { useImports } from './useImports.ts'

const text = documentsText.import

/** What can be asked of a `DocumentDropZone`. */
export interface DocumentDropZoneProps {
  /** Whose record the files go to; `null`: to be filed. */
  readonly patientId: string | null
  readonly onShow?: ((documentId: string) => void) | undefined
  /** On which side the list of imports lies: away from where one writes. */
  readonly trayAt?: 'start' | 'end' | undefined
  readonly children: ReactNode
}

/**
 * Takes the files dropped anywhere on what it holds, and shows where they are. Who may not write documents has neither.
 */
export function DocumentDropZone({ patientId, onShow, trayAt = 'end', children }: DocumentDropZoneProps) {
  const { permissions } = useSession()
  const { queue } = useImports()
  const [isOver, setIsOver] = useState(false)
  const depth = useRef(0)
  const mayWrite = permissions.includes('document.write')

  const holdsFiles = (event: DragEvent) => mayWrite && event.dataTransfer.types.includes('Files')
  const enter = (event: DragEvent) => {
    if (!holdsFiles(event)) return
    event.preventDefault()
    depth.current += 1
    setIsOver(true)
  }
  const leave = (event: DragEvent) => {
    if (!holdsFiles(event)) return
    depth.current = Math.max(0, depth.current - 1)
    if (depth.current === 0) setIsOver(false)
  }
  const drop = (event: DragEvent) => {
    if (!holdsFiles(event)) return
    event.preventDefault()
    depth.current = 0
    setIsOver(false)
    queue.add([...event.dataTransfer.files], patientId)
  }
  return (
    <div
      className={classes['zone']}
      onDragEnter={enter}
      onDragLeave={leave}
      onDragOver={(event) => {
        if (holdsFiles(event)) event.preventDefault()
      }}
      onDrop={drop}
    >
      {children}
      {isOver ? (
        <div className={classes['over']} aria-hidden="true">
          <IconFileImport size={32} stroke={1.5} />
          <strong>{patientId === null ? text.dropUnfiled : text.drop}</strong>
          <span>{text.kinds}</span>
        </div>
      ) : null}
      {mayWrite ? <ImportTray patientId={patientId} onShow={onShow} at={trayAt} /> : null}
    </div>
  )
}
