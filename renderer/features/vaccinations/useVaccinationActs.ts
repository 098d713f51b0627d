import { useCallback, useState } from 'react'
import {
  getVaccination,
  listVaccinations,
  removeVaccination,
  restoreVaccination,
  saveVaccination,
} from '#app/features/vaccinations/contract.ts'
import type { VaccinationFields, VaccinationView } from '#app/features/vaccinations/model.ts'
import { vaccinationLine } from '#app/text/fr/vaccination-words.ts'
import { vaccinationsText } from '#app/text/fr/vaccinations.ts'
import { type AnyProblem, useAskAgain, useCabinet } from '#renderer/client/index.ts'
import { useToast } from '#ui/index.ts'

const fr = vaccinationsText

/** Adding, correcting and removing a vaccination, each undone by « Annuler ». */
export function useVaccinationActs(patientId: string) {
  const { call } = useCabinet()
  const askAgain = useAskAgain()
  const toast = useToast()
  const [failure, setFailure] = useState<AnyProblem | null>(null)
  const settle = useCallback(
    (refusal: AnyProblem | null) => {
      setFailure(refusal)
      askAgain(listVaccinations, getVaccination)
    },
    [askAgain],
  )
  const write = useCallback(
    async (fields: VaccinationFields, known: { readonly vaccinationId: string; readonly version: number } | null) => {
      const vaccinationId = known?.vaccinationId ?? null
      const expectedVersion = known?.version ?? null
      const reply = await call(saveVaccination, { patientId, vaccinationId, expectedVersion, fields })
      settle(reply.ok ? null : reply)
      return reply
    },
    [call, patientId, settle],
  )
  const setRemoved = useCallback(
    async (
      operation: typeof removeVaccination | typeof restoreVaccination,
      vaccinationId: string,
      expectedVersion: number,
    ) => {
      const reply = await call(operation, { patientId, vaccinationId, expectedVersion })
      settle(reply.ok ? null : reply)
      return reply.ok ? reply.value.version : null
    },
    [call, patientId, settle],
  )
  /** Answers the refusal, or `null` once it is written. */
  const save = useCallback(
    async (fields: VaccinationFields, former: VaccinationView | null): Promise<AnyProblem | null> => {
      const reply = await write(fields, former)
      if (!reply.ok) return reply
      const { vaccinationId, version } = reply.value
      if (former === null) {
        toast(fr.added(vaccinationLine(fields)), () => void setRemoved(removeVaccination, vaccinationId, version))
      } else toast(fr.saved(vaccinationLine(fields)), () => void write(former.fields, reply.value))
      return null
    },
    [write, setRemoved, toast],
  )
  /** Answers whether it was removed. */
  const remove = useCallback(
    async ({ vaccinationId, version, fields }: VaccinationView): Promise<boolean> => {
      const after = await setRemoved(removeVaccination, vaccinationId, version)
      if (after === null) return false
      toast(fr.removed(vaccinationLine(fields)), () => void setRemoved(restoreVaccination, vaccinationId, after))
      return true
    },
    [setRemoved, toast],
  )
  return { save, remove, failure }
}
