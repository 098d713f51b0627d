import { useCallback, useState } from 'react'
import {
  declareNoAllergy,
  readAllergies,
  readAntecedents,
  removeAntecedent,
  restoreAntecedent,
  saveAntecedent,
  withdrawNoAllergy,
} from '#app/features/antecedents/contract.ts'
import type { Antecedent } from '#app/features/antecedents/model.ts'
import { sayAllergy, sayFamily, sayHabitus, sayProblem } from '#app/text/fr/antecedent-words.ts'
import { antecedentsText } from '#app/text/fr/antecedents.ts'
import { type AnyProblem, useAskAgain, useCabinet, useLiveQuery, useSession } from '#renderer/client/index.ts'
import { useToast } from '#ui/index.ts'

const fr = antecedentsText

/** Everything of « Antécédents », kept true; nothing is asked for who may not read records. */
export function useAntecedents(patientId: string) {
  const { permissions } = useSession()
  const input = permissions.includes('record.read') ? { patientId } : null
  return useLiveQuery(readAntecedents, input, { kinds: ['clinical'], about: patientId })
}

/** A line as it is: which one, and its version. */
export interface KnownLine {
  readonly entryId: string
  readonly version: number
}

/** A line in a few words. */
export function sayAntecedent(entry: Antecedent): string {
  switch (entry.kind) {
    case 'problem':
      return sayProblem(entry.fields)
    case 'family':
      return sayFamily(entry.fields)
    case 'habitus':
      return sayHabitus(entry.fields)
    case 'allergy':
      return sayAllergy(entry.fields)
  }
}

/** Adding, correcting, removing, and « Aucune connue », each undone by « Annuler ». */
export function useAntecedentActs(patientId: string) {
  const { call } = useCabinet()
  const askAgain = useAskAgain()
  const toast = useToast()
  const [failure, setFailure] = useState<AnyProblem | null>(null)
  const settle = useCallback(
    (refusal: AnyProblem | null) => {
      setFailure(refusal)
      // After a refusal too: what is shown was not what the cabinet holds.
      askAgain(readAntecedents, readAllergies)
    },
    [askAgain],
  )
  const setRemoved = useCallback(
    async (operation: typeof removeAntecedent | typeof restoreAntecedent, entry: Antecedent, line: KnownLine) => {
      const { entryId, version: expectedVersion } = line
      const reply = await call(operation, { patientId, kind: entry.kind, entryId, expectedVersion })
      settle(reply.ok ? null : reply)
      return reply.ok ? reply.value.version : null
    },
    [call, patientId, settle],
  )
  const write = useCallback(
    async (entry: Antecedent, line: KnownLine | null) => {
      const entryId = line?.entryId ?? null
      const reply = await call(saveAntecedent, { patientId, entryId, expectedVersion: line?.version ?? null, entry })
      settle(reply.ok ? null : reply)
      return reply
    },
    [call, patientId, settle],
  )
  /** Answers the refusal, or `null` once it is written. `former`: what the line said before. */
  const save = useCallback(
    async (
      entry: Antecedent,
      former: { readonly line: KnownLine; readonly entry: Antecedent } | null,
    ): Promise<AnyProblem | null> => {
      const reply = await write(entry, former?.line ?? null)
      if (!reply.ok) return reply
      const words = sayAntecedent(entry)
      if (former === null) toast(fr.added(words), () => void setRemoved(removeAntecedent, entry, reply.value))
      else toast(fr.saved(words), () => void write(former.entry, reply.value))
      return null
    },
    [write, setRemoved, toast],
  )
  const remove = useCallback(
    async (entry: Antecedent, line: KnownLine) => {
      const version = await setRemoved(removeAntecedent, entry, line)
      if (version === null) return
      const undo = () => void setRemoved(restoreAntecedent, entry, { ...line, version })
      toast(fr.removed(sayAntecedent(entry)), undo)
    },
    [setRemoved, toast],
  )
  const state = useCallback(
    async (operation: typeof declareNoAllergy | typeof withdrawNoAllergy) => {
      const reply = await call(operation, { patientId })
      settle(reply.ok ? null : reply)
      return reply.ok
    },
    [call, patientId, settle],
  )
  const declareNone = useCallback(async () => {
    if (await state(declareNoAllergy)) toast(fr.allergies.toastNone, () => void state(withdrawNoAllergy))
  }, [state, toast])
  const withdrawNone = useCallback(async () => {
    if (await state(withdrawNoAllergy)) toast(fr.allergies.toastWithdrawn, () => void state(declareNoAllergy))
  }, [state, toast])
  return { save, remove, declareNone, withdrawNone, failure }
}
