import { useEffect, useRef } from 'react'
import { officialLinks } from '#app/kernel/official-links.ts'
import { recordText } from '#app/text/fr/record.ts'
import type { RecordActProps, RecordMenuItem } from '#renderer/features/forms/index.ts'

/** Opens the official portal in the browser of the computer. Nothing of the record goes with it. */
function OpenPortal({ onClose }: RecordActProps) {
  const opened = useRef(false)
  useEffect(() => {
    if (opened.current) return
    opened.current = true
    window.open(officialLinks.adverseEvents, '_blank', 'noopener,noreferrer')
    onClose()
  }, [onClose])
  return null
}

/** « Signaler un événement indésirable » (PAT-9), in the menu of the record. */
export const adverseEventItem: RecordMenuItem = {
  id: 'adverse-event',
  menu: 'more',
  label: recordText.actions.adverseEvent,
  needs: 'patient.read',
  Act: OpenPortal,
}
