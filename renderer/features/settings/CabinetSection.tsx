import { useCallback, useMemo } from 'react'
import type { CabinetSettings } from '#app/features/settings/model.ts'
import { getSettings, updateSettings } from '#app/features/settings/contract.ts'
import { settingsText } from '#app/text/fr/settings.ts'
import {
  useAskAgain,
  useCabinet,
  useFormDraft,
  useLiveQuery,
  useSession,
  useVersionedForm,
  type WriteOutcome,
} from '#renderer/client/index.ts'
import { FormGroup, FormPane, FormText, FormTown } from '#renderer/features/forms/index.ts'
import { type CabinetValues, cabinetFields, cabinetValuesOf, readCabinet, tidyCabinet } from './cabinet-values.ts'
import { SectionWaiting } from './SectionWaiting.tsx'
import classes from './Settings.module.css'

const fr = settingsText.cabinet
const place = { form: 'cabinet-settings', subjectId: null } as const

/** « Cabinet »: its name, its address, and when its seats lock. */
export function CabinetSection() {
  const answer = useLiveQuery(getSettings, {}, { kinds: ['settings', 'cabinet'] })
  if (answer.value === undefined) return <SectionWaiting title={fr.title} answer={answer} />
  return <CabinetForm settings={answer.value.settings} version={answer.value.version} />
}

function CabinetForm({ settings, version }: { settings: CabinetSettings; version: number }) {
  const { call } = useCabinet()
  const session = useSession()
  const askAgainOf = useAskAgain()
  const current = useMemo(() => ({ values: cabinetValuesOf(settings), version }), [settings, version])
  const write = useCallback(
    async (values: CabinetValues, expectedVersion: number): Promise<WriteOutcome<CabinetValues>> => {
      const read = readCabinet(values)
      if (!read.ok) return { ok: false, refusal: { problem: 'invalid-input', data: { fields: [] } } }
      const reply = await call(updateSettings, { settings: read.settings, expectedVersion })
      if (!reply.ok) return { ok: false, refusal: reply }
      askAgainOf(getSettings)
      return { ok: true, values: cabinetValuesOf(reply.value.settings), version: reply.value.version }
    },
    [call, askAgainOf],
  )
  const form = useVersionedForm<CabinetValues>({
    current,
    order: cabinetFields,
    readOnly: !session.permissions.includes('cabinet.configure'),
    judge,
    tidy: tidyCabinet,
    write,
    askAgain: useCallback(() => askAgainOf(getSettings), [askAgainOf]),
  })
  const draft = useFormDraft(form, place)
  return (
    <FormPane wide title={fr.title} form={form} draft={draft} labelOf={(field) => fr.fields[field]}>
      <div className={classes.columns}>
        <div className={classes.column}>
          <FormGroup title={fr.groups.identity} hint={fr.identityHint}>
            <FormText form={form} name="name" label={fr.fields.name} maxLength={60} />
            <FormText
              half
              form={form}
              name="finess"
              label={fr.fields.finess}
              optional
              tabular
              maxLength={14}
              hint={fr.finessHint}
            />
          </FormGroup>
          <FormGroup title={fr.groups.session} hint={fr.sessionHint}>
            <FormText
              half
              form={form}
              name="lockAfterMinutes"
              label={fr.fields.lockAfterMinutes}
              inputMode="numeric"
              tabular
              maxLength={3}
              trail={fr.minutes}
              hint={fr.lockHint}
            />
          </FormGroup>
        </div>
        <div className={classes.column}>
          <FormGroup title={fr.groups.address} hint={fr.addressHint}>
            <FormText form={form} name="addressLine" label={fr.fields.addressLine} optional maxLength={120} />
            <FormText
              form={form}
              name="addressComplement"
              label={fr.fields.addressComplement}
              optional
              maxLength={120}
            />
            <FormTown form={form} labels={fr.fields} />
          </FormGroup>
          <FormGroup title={fr.groups.contact}>
            <FormText
              half
              form={form}
              name="phone"
              label={fr.fields.phone}
              optional
              tabular
              inputMode="tel"
              maxLength={30}
            />
            <FormText
              half
              form={form}
              name="email"
              label={fr.fields.email}
              optional
              inputMode="email"
              maxLength={120}
            />
          </FormGroup>
        </div>
      </div>
    </FormPane>
  )
}

function judge(values: CabinetValues) {
  const read = readCabinet(values)
  return read.ok ? {} : read.errors
}
