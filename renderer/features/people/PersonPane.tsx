import { useCallback, useMemo, useRef, useState } from 'react'
import { createPerson, listPeople, updatePerson } from '#app/features/people/contract.ts'
import type { PersonView } from '#app/features/people/model.ts'
import { openingText } from '#app/text/fr/opening.ts'
import { peopleText as fr } from '#app/text/fr/people.ts'
import { sayProblemOf } from '#app/text/fr/problems.ts'
import {
  type AnyProblem,
  useAskAgain,
  useCabinet,
  useFormDraft,
  useSession,
  useVersionedForm,
  type WriteOutcome,
} from '#renderer/client/index.ts'
import { CardsOf } from '#renderer/features/cards/index.ts'
import { FormGroup, FormPane } from '#renderer/features/forms/index.ts'
import { PasswordRules, usePasswordWeaknesses } from '#renderer/features/opening/index.ts'
import { todayHere } from '#renderer/features/patients/index.ts'
import { PasswordField, Skeleton } from '#ui/index.ts'
import { AccessOf } from './AccessOf.tsx'
import { PersonFieldsForm, personLabelOf, shownPersonValue } from './PersonForm.tsx'
import {
  blankPerson,
  type PersonField,
  type PersonValues,
  personOrder,
  personValuesOf,
  readPerson,
  tidyPerson,
} from './person-values.ts'
import { useAccessChoices, useGroupIds } from './usePersonAccess.ts'

type Outcome = WriteOutcome<PersonValues>

const fieldOfProblem: Readonly<Record<string, PersonField>> = {
  'person.rpps-taken': 'rpps',
  'person.last-administrator': 'roleKey',
  'person.validity-needed': 'validUntil',
}

/** A refusal that is about one field, told on that field. */
function outcomeOf(refusal: AnyProblem): Outcome {
  const field = fieldOfProblem[refusal.problem]
  if (field === undefined || refusal.problem === 'connection.lost') return { ok: false, refusal }
  return { ok: false, refusal, field, sentence: sayProblemOf({ problem: refusal.problem, data: refusal.data }) }
}

const unread: Outcome = { ok: false, refusal: { problem: 'invalid-input', data: { fields: [] } } }

function usePersonJudgement() {
  const [today] = useState(() => todayHere())
  return useMemo(
    () => ({
      today,
      judge: (values: PersonValues) => {
        const read = readPerson(values, today)
        return read.ok ? {} : read.errors
      },
      tidy: (values: PersonValues, field: PersonField) => tidyPerson(values, field, today),
    }),
    [today],
  )
}

/** A user of the cabinet: what is written about them, and their access. */
export function PersonPane({ person, onlyAdministrator }: { person: PersonView; onlyAdministrator: boolean }) {
  const { call } = useCabinet()
  const session = useSession()
  const askAgainOf = useAskAgain()
  const { today, judge, tidy } = usePersonJudgement()
  const current = useMemo(() => ({ values: personValuesOf(person), version: person.version }), [person])
  const askAgain = useCallback(() => askAgainOf(listPeople), [askAgainOf])
  const { userId } = person
  const choices = useAccessChoices()
  const groupIdsOf = useGroupIds(person, choices)
  const write = useCallback(
    async (values: PersonValues, expectedVersion: number): Promise<Outcome> => {
      const read = readPerson(values, today)
      if (!read.ok) return unread
      const reply = await call(updatePerson, { userId, expectedVersion, fields: read.fields, ...groupIdsOf(values) })
      if (!reply.ok) return outcomeOf(reply)
      askAgain()
      return { ok: true, values: personValuesOf(reply.value.person), version: reply.value.person.version }
    },
    [call, userId, today, askAgain, groupIdsOf],
  )
  const mayEdit = session.permissions.includes('people.configure')
  const form = useVersionedForm<PersonValues>({
    current,
    order: personOrder,
    readOnly: !mayEdit,
    judge,
    tidy,
    write,
    askAgain,
  })
  const draft = useFormDraft(
    form,
    useMemo(() => ({ form: 'person', subjectId: userId }) as const, [userId]),
  )
  if (!draft.ready) return <Skeleton lines={6} />
  return (
    <FormPane
      title={person.displayName}
      form={form}
      draft={draft}
      labelOf={personLabelOf}
      show={(field, values) => shownPersonValue(field, values, choices)}
      after={
        mayEdit ? (
          <>
            <AccessOf person={person} onlyAdministrator={onlyAdministrator} />
            <CardsOf userId={person.userId} />
          </>
        ) : undefined
      }
    >
      <PersonFieldsForm form={form} choices={choices} person={person} onlyAdministrator={onlyAdministrator} />
    </FormPane>
  )
}

const blank = { values: blankPerson, version: 0 }
const creationPlace = { form: 'person', subjectId: null } as const

/** A new user, with the first password that will open the cabinet for them. The password is never part of a draft. */
export function NewPersonPane(props: { onCreated: (person: PersonView) => void; onCancel: () => void }) {
  const { onCreated, onCancel } = props
  const { call } = useCabinet()
  const session = useSession()
  const askAgainOf = useAskAgain()
  const { today, judge, tidy } = usePersonJudgement()
  const [password, setPassword] = useState('')
  const [refused, setRefused] = useState<string>()
  const strong = useRef(false)
  const choices = useAccessChoices()
  const groupIdsOf = useGroupIds(null, choices)
  const write = useCallback(
    async (values: PersonValues): Promise<Outcome> => {
      const read = readPerson(values, today)
      if (!read.ok) return unread
      const reply = await call(createPerson, { fields: read.fields, password, ...groupIdsOf(values) })
      if (!reply.ok) {
        if (reply.problem === 'password.too-weak') setRefused(sayProblemOf(reply))
        return outcomeOf(reply)
      }
      askAgainOf(listPeople)
      setPassword('')
      onCreated(reply.value.person)
      // Back to a blank form: what was typed has become somebody.
      return { ok: true, ...blank }
    },
    [call, today, password, askAgainOf, onCreated, groupIdsOf],
  )
  const form = useVersionedForm<PersonValues>({
    current: blank,
    order: personOrder,
    readOnly: false,
    judge,
    tidy,
    write,
    askAgain: nothing,
    guard: useCallback(() => {
      if (strong.current) return null
      setRefused(fr.password.weak)
      return 'password'
    }, []),
  })
  const draft = useFormDraft(form, creationPlace)
  const { firstName, lastName } = form.values
  const weaknesses = usePasswordWeaknesses(password, [firstName, lastName, session.cabinetName])
  strong.current = weaknesses.length === 0
  if (!draft.ready) return <Skeleton lines={6} />
  return (
    <FormPane
      title={fr.newPane}
      form={form}
      draft={draft}
      labelOf={personLabelOf}
      show={(field, values) => shownPersonValue(field, values, choices)}
      saveLabel={fr.create}
      always
      onCancel={onCancel}
      autoFocus
      after={
        <FormGroup title={fr.groups.password} hint={fr.password.firstHint}>
          <div data-field="password">
            <PasswordField
              label={openingText.password}
              autoComplete="new-password"
              value={password}
              onChange={(text) => {
                setPassword(text)
                setRefused(undefined)
              }}
              error={refused}
            />
          </div>
          <PasswordRules weaknesses={weaknesses} />
        </FormGroup>
      }
    >
      <PersonFieldsForm form={form} choices={choices} person={null} onlyAdministrator={false} />
    </FormPane>
  )
}

function nothing(): void {
  // Nobody else can edit a user who does not exist yet.
}
