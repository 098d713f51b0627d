import { IconShieldCheck, IconShieldQuestion } from '@tabler/icons-react'
import { readRights } from '#app/features/rights/contract.ts'
import { rightsText as fr, sayStanding } from '#app/text/fr/rights.ts'
import { useLiveQuery } from '#renderer/client/index.ts'
import { Button } from '#ui/index.ts'
import { useRightsShown } from './rights-shown.ts'
import classes from './Rights.module.css'

/** « Droits », in the form of the civil status: the last answer in a few words, and the way to the whole of it. */
export function RightsLine({ patientId }: { readonly patientId: string }) {
  const answer = useLiveQuery(readRights, { patientId, card: null }, { kinds: ['patient'], about: patientId })
  const [, show] = useRightsShown(patientId)
  if (answer.value === undefined) return null
  const { last } = answer.value.rights
  return (
    <div className={classes['line']}>
      <span className={classes['lineLabel']}>{fr.short}</span>
      <Button
        kind="bare"
        size="small"
        icon={last === null ? IconShieldQuestion : IconShieldCheck}
        onClick={() => show(true)}
      >
        {last === null ? fr.none : fr.line(sayStanding(last.standing))}
      </Button>
      {last === null ? null : <span className={classes['quiet']}>{fr.read(last.receivedAt)}</span>}
    </div>
  )
}
