import { useCallback, useMemo } from 'react'
import { readOwnClaims, readStandings, updateOwnClaims } from '#app/features/teleservices/contract.ts'
import { type OwnClaims, ownClaims } from '#app/features/teleservices/model.ts'
import { teleservicesText } from '#app/text/fr/teleservices.ts'
import {
  type FieldRemarks,
  useAskAgain,
  useCabinet,
  useLiveQuery,
  useVersionedForm,
  type WriteOutcome,
} from '#renderer/client/index.ts'
import { FormPane, FormText, Refusal } from '#renderer/features/forms/index.ts'
import { Skeleton } from '#ui/index.ts'
import classes from './Teleservices.module.css'

const fr = teleservicesText.settings.own
type Values = { readonly [K in keyof OwnClaims]: string }
const fields = ['billingNumber', 'amoSpecialty', 'sector'] as const satisfies readonly (keyof Values)[]

/** What whoever is signed in says of themselves to the services. */
export function OwnClaimsForm() {
  const answer = useLiveQuery(readOwnClaims, {}, { kinds: ['settings'] })
  if (answer.value !== undefined) return <ClaimsFields claims={answer.value.claims} version={answer.value.version} />
  return answer.problem === undefined ? (
    <Skeleton lines={4} />
  ) : (
    <Refusal problem={answer.problem} onRetry={answer.askAgain} />
  )
}

function ClaimsFields({ claims, version }: { claims: OwnClaims; version: number }) {
  const { call } = useCabinet()
  const askAgainOf = useAskAgain()
  const current = useMemo(() => ({ values: claims as Values, version }), [claims, version])
  const write = useCallback(
    async (values: Values, expectedVersion: number): Promise<WriteOutcome<Values>> => {
      const reply = await call(updateOwnClaims, { claims: trimmed(values), expectedVersion })
      if (!reply.ok) return { ok: false, refusal: reply }
      askAgainOf(readOwnClaims, readStandings)
      return { ok: true, values: reply.value.claims, version: reply.value.version }
    },
    [call, askAgainOf],
  )
  const form = useVersionedForm<Values>({
    current,
    order: fields,
    readOnly: false,
    judge,
    tidy: trimmed,
    write,
    askAgain: useCallback(() => askAgainOf(readOwnClaims), [askAgainOf]),
  })
  return (
    <div className={classes['form']}>
      <FormPane wide title={fr.group} form={form} labelOf={(field) => fr[field]}>
        <div className={classes['fields']}>
          <p className={classes['quiet']}>{fr.hint}</p>
          <FormText
            form={form}
            name="billingNumber"
            label={fr.billingNumber}
            hint={fr.billingNumberHint}
            maxLength={9}
          />
          <FormText form={form} name="amoSpecialty" label={fr.amoSpecialty} hint={fr.amoSpecialtyHint} maxLength={3} />
          <FormText form={form} name="sector" label={fr.sector} hint={fr.sectorHint} maxLength={4} />
        </div>
      </FormPane>
    </div>
  )
}

function trimmed({ billingNumber, amoSpecialty, sector }: Values): Values {
  return { billingNumber: billingNumber.trim(), amoSpecialty: amoSpecialty.trim(), sector: sector.trim().toUpperCase() }
}

/** What is to be corrected, by the same shape as the core. */
function judge(values: Values): FieldRemarks<Values> {
  const tidy = trimmed(values)
  const wrong = fields.filter((field) => !ownClaims.shape[field].safeParse(tidy[field]).success)
  return Object.fromEntries(wrong.map((field) => [field, fr.remarks[field]]))
}
