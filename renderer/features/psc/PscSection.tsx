import { useCallback, useMemo } from 'react'
import { getPscSettings, updatePscSettings } from '#app/features/psc/contract.ts'
import type { PscSettings } from '#app/features/psc/model.ts'
import { isIdentityPath, proxyAddressFault } from '#app/features/psc/rules.ts'
import { pscText } from '#app/text/fr/psc.ts'
import { pscAddressFaults } from '#app/text/fr/psc-words.ts'
import {
  type FieldRemarks,
  useAskAgain,
  useCabinet,
  useLiveQuery,
  useVersionedForm,
  type WriteOutcome,
} from '#renderer/client/index.ts'
import { FormGroup, FormPane, FormText, Refusal } from '#renderer/features/forms/index.ts'
import { Block, Skeleton } from '#ui/index.ts'
import classes from './PscSection.module.css'

const fr = pscText.settings
type Values = { readonly [K in keyof PscSettings]: string }
const fields = ['proxyUrl', 'clientId', 'identityPath'] as const satisfies readonly (keyof PscSettings)[]

/** « Paramètres › Pro Santé Connect »: where the cabinet’s Proxy e-Santé is. */
export function PscSection() {
  const answer = useLiveQuery(getPscSettings, {}, { kinds: ['settings'] })
  if (answer.value === undefined || answer.value.training) {
    return (
      <section className={classes.section} aria-label={fr.title}>
        <header className={classes.toolbar}>
          <h2>{fr.title}</h2>
        </header>
        <div className={classes.body}>
          {answer.value !== undefined ? (
            <>
              <Block tone="training" title={fr.trainingTitle} announce="off">
                {fr.trainingText}
              </Block>
              <p>{fr.limits}</p>
            </>
          ) : answer.problem === undefined ? (
            <Skeleton lines={5} />
          ) : (
            <Refusal problem={answer.problem} onRetry={answer.askAgain} />
          )}
        </div>
      </section>
    )
  }
  return <PscForm settings={answer.value.settings} version={answer.value.version} />
}

function PscForm({ settings, version }: { settings: PscSettings; version: number }) {
  const { call } = useCabinet()
  const askAgainOf = useAskAgain()
  const current = useMemo(() => ({ values: settings as Values, version }), [settings, version])
  const write = useCallback(
    async (values: Values, expectedVersion: number): Promise<WriteOutcome<Values>> => {
      const reply = await call(updatePscSettings, { settings: tidy(values), expectedVersion })
      if (!reply.ok) return { ok: false, refusal: reply }
      askAgainOf(getPscSettings)
      return { ok: true, values: reply.value.settings, version: reply.value.version }
    },
    [call, askAgainOf],
  )
  const form = useVersionedForm<Values>({
    current,
    order: fields,
    readOnly: false,
    judge,
    tidy,
    write,
    askAgain: useCallback(() => askAgainOf(getPscSettings), [askAgainOf]),
  })
  return (
    <FormPane
      wide
      title={fr.title}
      form={form}
      labelOf={(field) => fr.fields[field]}
      after={<p className={classes.fields}>{fr.limits}</p>}
    >
      <div className={classes.fields}>
        <FormGroup title={fr.group} hint={fr.hint}>
          <FormText
            form={form}
            name="proxyUrl"
            label={fr.fields.proxyUrl}
            hint={fr.proxyUrlHint}
            optional
            maxLength={300}
          />
          <FormText
            form={form}
            name="clientId"
            label={fr.fields.clientId}
            hint={fr.clientIdHint}
            optional
            maxLength={120}
          />
          <FormText
            form={form}
            name="identityPath"
            label={fr.fields.identityPath}
            hint={fr.identityPathHint}
            optional
            maxLength={200}
          />
        </FormGroup>
      </div>
    </FormPane>
  )
}

function tidy(values: Values): Values {
  return {
    proxyUrl: values.proxyUrl.trim().replace(/\/+$/, ''),
    clientId: values.clientId.trim(),
    identityPath: values.identityPath.trim(),
  }
}

/** What is to be corrected, as the core would say it. */
function judge(typed: Values): FieldRemarks<Values> {
  const { proxyUrl, clientId, identityPath } = tidy(typed)
  const fault = proxyUrl === '' ? null : proxyAddressFault(proxyUrl)
  return {
    ...(fault === null ? {} : { proxyUrl: pscAddressFaults[fault] }),
    ...(proxyUrl !== '' && clientId === '' ? { clientId: pscAddressFaults.client } : {}),
    ...(isIdentityPath(identityPath) ? {} : { identityPath: pscAddressFaults['identity-path'] }),
  }
}
