import { accessText } from '#app/text/fr/access.ts'
import { patientsListText } from '#app/text/fr/patients-list.ts'
import { Block, EmptyState } from '#ui/Block.tsx'
import { Button } from '#ui/Button.tsx'
import type { RowsView } from './patient-rows.ts'
import type { ListQuestion } from './usePatientList.ts'

const text = patientsListText.empty

/** Nothing found: what was looked for, what to try. Creating is never the first button, nor what Entrée does. */
export function ListEmpty(props: {
  readonly question: ListQuestion
  readonly visible: number
  readonly mayCreate: boolean
  readonly onClear: () => void
  readonly onClearFilters: () => void
  readonly onCreate: () => void
  readonly onEmergency: (() => void) | null
}) {
  const { question, visible } = props
  const searched = question.text.trim()
  const filtered = Object.keys(question.filters).length > 0
  const looking = searched !== '' || question.criteria !== null
  const [title, hint] =
    searched !== ''
      ? [text.searched(searched), text.searchedHint]
      : question.criteria !== null
        ? [text.advanced, text.advancedHint]
        : filtered || visible > 0
          ? [text.filtered, text.filteredHint]
          : [text.cabinet, text.cabinetHint]
  return (
    <EmptyState
      title={title}
      actions={
        <>
          {looking ? (
            <Button keys="Escape" onClick={props.onClear}>
              {text.clearSearch}
            </Button>
          ) : null}
          {filtered ? <Button onClick={props.onClearFilters}>{text.clearFilters}</Button> : null}
          {props.onEmergency === null || !looking ? null : (
            <Button onClick={props.onEmergency}>{accessText.emergency.command}</Button>
          )}
          {props.mayCreate ? <Button onClick={props.onCreate}>{text.createOne}</Button> : null}
        </>
      }
    >
      {hint} {props.onEmergency === null || !looking ? '' : accessText.emergency.hint}
    </EmptyState>
  )
}

/** The list could not be read: rows of before stay, and what to do is said. */
export function ListFailure(props: {
  readonly failure: NonNullable<RowsView['failure']>
  /** Rows read before are still shown. */
  readonly rowsShown: boolean
  readonly onRetry: () => void
}) {
  const { failure, onRetry } = props
  const words = patientsListText.failure
  const offline = failure.problem === 'connection.lost' || failure.problem === 'unreachable'
  return (
    <Block
      tone={offline ? 'offline' : 'error'}
      title={offline ? words.offlineTitle : words.title}
      actions={
        <Button size="small" onClick={onRetry}>
          {words.retry}
        </Button>
      }
    >
      {!offline ? words.rest : props.rowsShown ? words.offlineRest : words.offlineNothing}
      {failure.reference === null ? null : ` ${words.reference(failure.reference)}`}
    </Block>
  )
}
