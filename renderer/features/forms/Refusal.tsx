import type { ReactNode } from 'react'
import { sayRefusal } from '#app/text/fr/common.ts'
import { formsText } from '#app/text/fr/forms.ts'
import type { AnyProblem } from '#renderer/client/index.ts'
import { Block, Button } from '#ui/index.ts'

/** What was refused or did not go through, told at once beside its cause, and the way to ask again where that may help. */
export function Refusal(props: {
  readonly problem: AnyProblem
  readonly title?: string | undefined
  /** Asks again. Not offered for what asking again does not change: a right, something that is not there. */
  readonly onRetry?: (() => void) | undefined
  readonly retryLabel?: string | undefined
  /** After the sentence of the problem: what is kept, what to do. */
  readonly children?: ReactNode
}) {
  const { problem, title, onRetry, retryLabel = formsText.retry, children } = props
  const final = problem.problem === 'forbidden' || problem.problem === 'not-found'
  return (
    <Block
      tone={problem.problem === 'connection.lost' ? 'offline' : 'error'}
      title={title}
      announce="assertive"
      actions={
        onRetry === undefined || final ? undefined : (
          <Button size="small" onClick={onRetry}>
            {retryLabel}
          </Button>
        )
      }
    >
      {sayRefusal(problem)} {children}
    </Block>
  )
}
