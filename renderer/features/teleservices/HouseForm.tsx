import { useCallback, useMemo } from 'react'
import { getTeleserviceSettings, updateTeleserviceSettings } from '#app/features/teleservices/contract.ts'
import { type TeleserviceSettings, teleserviceSettings } from '#app/features/teleservices/model.ts'
import { teleservicesText } from '#app/text/fr/teleservices.ts'
import {
  type FieldRemarks,
  useAskAgain,
  useCabinet,
  useVersionedForm,
  type WriteOutcome,
} from '#renderer/client/index.ts'
import { FormPane, FormSelect, FormText } from '#renderer/features/forms/index.ts'
import classes from './Teleservices.module.css'

const fr = teleservicesText.settings.house
const remarks = teleservicesText.settings.remarks
type Values = { readonly [K in keyof TeleserviceSettings]: string }
const fields = ['authorisation', 'servers', 'proxyPath', 'keepMonths'] as const satisfies readonly (keyof Values)[]

/** Which servers are called, as which software, and how long traces are kept. */
export function HouseForm(props: { settings: TeleserviceSettings; version: number; hasProxy: boolean }) {
  const { settings, version, hasProxy } = props
  const { call } = useCabinet()
  const askAgainOf = useAskAgain()
  const current = useMemo(() => ({ values: typed(settings), version }), [settings, version])
  const write = useCallback(
    async (values: Values, expectedVersion: number): Promise<WriteOutcome<Values>> => {
      const wanted = teleserviceSettings.parse({ ...values, keepMonths: Number(values.keepMonths) })
      const reply = await call(updateTeleserviceSettings, { settings: wanted, expectedVersion })
      if (!reply.ok) return { ok: false, refusal: reply }
      askAgainOf(getTeleserviceSettings)
      return { ok: true, values: typed(reply.value.settings), version: reply.value.version }
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
    askAgain: useCallback(() => askAgainOf(getTeleserviceSettings), [askAgainOf]),
  })
  return (
    <div className={classes['form']}>
      <FormPane wide title={fr.group} form={form} labelOf={(field) => labels[field]}>
        <div className={classes['fields']}>
          <p className={classes['quiet']}>{fr.hint}</p>
          <FormText
            form={form}
            name="authorisation"
            label={fr.authorisation}
            hint={fr.authorisationHint}
            maxLength={40}
          />
          <FormSelect
            form={form}
            name="servers"
            label={fr.servers}
            options={(['production', 'qualification'] as const).map((value) => ({
              value,
              label: fr.serverNames[value],
            }))}
          />
          {hasProxy ? (
            <FormText
              form={form}
              name="proxyPath"
              label={fr.proxyPath}
              hint={fr.proxyPathHint}
              optional
              maxLength={200}
            />
          ) : null}
          <FormText form={form} name="keepMonths" label={fr.keepMonths} hint={fr.keepMonthsHint} maxLength={3} />
        </div>
      </FormPane>
    </div>
  )
}

const labels = {
  authorisation: fr.authorisation,
  servers: fr.servers,
  proxyPath: fr.proxyPath,
  keepMonths: fr.keepMonths,
} as const

function typed(settings: TeleserviceSettings): Values {
  return { ...settings, keepMonths: String(settings.keepMonths) }
}

function trimmed(values: Values): Values {
  const { servers, authorisation, proxyPath, keepMonths } = values
  return {
    servers,
    authorisation: authorisation.trim(),
    proxyPath: proxyPath.trim(),
    keepMonths: keepMonths.trim(),
  }
}

/** What is to be corrected, by the same shape as the core. */
function judge(values: Values): FieldRemarks<Values> {
  const { authorisation, proxyPath, keepMonths } = trimmed(values)
  const { shape } = teleserviceSettings
  return {
    ...(shape.authorisation.safeParse(authorisation).success ? {} : { authorisation: remarks.authorisation }),
    ...(shape.proxyPath.safeParse(proxyPath).success ? {} : { proxyPath: remarks.proxyPath }),
    ...(/^\d{1,3}$/.test(keepMonths) && shape.keepMonths.safeParse(Number(keepMonths)).success
      ? {}
      : { keepMonths: remarks.keepMonths }),
  }
}
