import { useCallback, useMemo } from 'react'
import { readConsents, saveConsents } from '#app/features/consents/contract.ts'
import type { Answer, ConsentFields, ConsentView } from '#app/features/consents/model.ts'
import { consentsText as fr } from '#app/text/fr/consents.ts'
import {
  useAskAgain,
  useCabinet,
  useLiveQuery,
  useSession,
  useVersionedForm,
  type VersionedForm,
  type WriteOutcome,
} from '#renderer/client/index.ts'
import { FormCheck, FormGroup, FormPane, Refusal } from '#renderer/features/forms/index.ts'
import { Block, Radio, Skeleton } from '#ui/index.ts'
import classes from './Consents.module.css'

/** The answers as the form holds them: every field of a form is one of its values. */
type ConsentValues = { readonly [K in keyof ConsentFields]: ConsentFields[K] }
type ConsentField = keyof ConsentValues
type Question = 'privacyPolicy' | 'mssanteCitizen' | 'mssanteProfessionals' | 'dmp'

const order = [
  'privacyPolicy',
  'mssanteCitizen',
  'mssanteProfessionals',
  'dmp',
  'dmpVisibleToPatient',
  'dmpVisibleToProfessionals',
  'opposesSharing',
] as const satisfies readonly ConsentField[]

/** In the order one says them. */
const answers: readonly Answer[] = ['yes', 'no', 'unknown']

const nothingWrong = () => ({})
const asTyped = (values: ConsentValues) => values

/** « Consentement » of a record (PAT-6). */
export function PatientConsents({ patientId }: { readonly patientId: string }) {
  const read = useLiveQuery(readConsents, { patientId }, { kinds: ['patient'] })
  if (read.problem !== undefined && read.value === undefined) {
    return <Refusal problem={read.problem} onRetry={read.askAgain} />
  }
  if (read.value === undefined) return <Skeleton lines={8} />
  return <Consents patientId={patientId} consent={read.value.consent} />
}

function Consents({ patientId, consent }: { readonly patientId: string; readonly consent: ConsentView }) {
  const { call } = useCabinet()
  const askAgainOf = useAskAgain()
  const mayEdit = useSession().permissions.includes('patient.edit')
  const current = useMemo(() => ({ values: consent.fields, version: consent.version }), [consent])
  const askAgain = useCallback(() => askAgainOf(readConsents), [askAgainOf])
  const write = useCallback(
    async (fields: ConsentValues, expectedVersion: number): Promise<WriteOutcome<ConsentValues>> => {
      const reply = await call(saveConsents, { patientId, expectedVersion, fields })
      if (!reply.ok) return { ok: false, refusal: reply }
      askAgain()
      return { ok: true, values: reply.value.consent.fields, version: reply.value.consent.version }
    },
    [call, patientId, askAgain],
  )
  const form = useVersionedForm<ConsentValues>({
    current,
    order,
    readOnly: !mayEdit,
    judge: nothingWrong,
    tidy: asTyped,
    write,
    askAgain,
  })
  return (
    <FormPane
      wide
      title={fr.title}
      form={form}
      labelOf={(field) => fr.labelOf[field]}
      show={(field, values) => {
        const value = values[field]
        return typeof value === 'string' ? fr.answers[value] : undefined
      }}
      readOnlyText={fr.readOnly}
      after={
        <p className={classes['story']}>
          {consent.updatedAt === null ? fr.never : fr.updated(consent.updatedAt, consent.updatedBy)}
        </p>
      }
    >
      {consent.fields.opposesSharing ? (
        <div className={classes['opposed']}>
          <Block tone="warning" announce="off">
            {fr.opposed}
          </Block>
        </div>
      ) : null}
      <FormGroup title={fr.groups.policy}>
        <AnswerTo form={form} name="privacyPolicy" />
      </FormGroup>
      <FormGroup title={fr.groups.mssante}>
        <AnswerTo form={form} name="mssanteCitizen" />
        <AnswerTo form={form} name="mssanteProfessionals" />
      </FormGroup>
      <FormGroup title={fr.groups.dmp}>
        <AnswerTo form={form} name="dmp" />
        {form.values.dmp === 'yes' ? (
          <fieldset className={classes['visibility']}>
            <legend>{fr.visibility}</legend>
            <FormCheck form={form} name="dmpVisibleToPatient" label={fr.labelOf.dmpVisibleToPatient} />
            <FormCheck form={form} name="dmpVisibleToProfessionals" label={fr.labelOf.dmpVisibleToProfessionals} />
          </fieldset>
        ) : null}
      </FormGroup>
      <FormGroup title={fr.groups.opposition}>
        <FormCheck form={form} name="opposesSharing" label={fr.labelOf.opposesSharing} hint={fr.opposition} />
      </FormGroup>
    </FormPane>
  )
}

/** One question and its three answers: not asked is not a refusal. */
function AnswerTo({ form, name }: { readonly form: VersionedForm<ConsentValues>; readonly name: Question }) {
  return (
    <fieldset className={classes['question']} data-field={name}>
      <legend>{fr.questions[name]}</legend>
      <div className={classes['answers']}>
        {answers.map((one) => (
          <Radio
            key={one}
            name={`consent-${name}`}
            label={fr.answers[one]}
            checked={form.values[name] === one}
            onChange={() => form.set(name, one)}
            disabled={form.readOnly}
          />
        ))}
      </div>
    </fieldset>
  )
}
