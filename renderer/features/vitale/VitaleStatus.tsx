import { IconCreditCard } from '@tabler/icons-react'
import { vitaleText as text } from '#app/text/fr/vitale.ts'
import { useSession, useWorkstation } from '#renderer/client/index.ts'
import { Button } from '#ui/index.ts'
import { useVitaleDesk } from './desk.tsx'
import { vitaleInSight } from './sight.ts'

/** In the status bar while a Vitale card is in a reader: nothing moves by itself. */
export function VitaleStatus() {
  const seat = useWorkstation()
  const session = useSession()
  const desk = useVitaleDesk()
  if (vitaleInSight(seat) === null || desk.shown || !session.permissions.includes('patient.read')) return null
  return (
    <Button kind="bare" size="small" icon={IconCreditCard} keys="F8" quietKeys onClick={desk.search}>
      {text.inserted}
    </Button>
  )
}
