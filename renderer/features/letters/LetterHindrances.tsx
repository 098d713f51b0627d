import type { UnfilledField } from '#app/features/letters/rules.ts'
import { sayRefusal } from '#app/text/fr/common.ts'
import { lettersText } from '#app/text/fr/letters.ts'
import type { AnyProblem } from '#renderer/client/index.ts'
import { Block, Button } from '#ui/index.ts'
import type { PlacedField } from './fill-fields.ts'
import classes from './Letters.module.css'
import type { LetterEditing } from './useLetterEditor.ts'

const fr = lettersText.editor

/** Why nothing was validated: above the text, which stays; of fields left, each with the way to it. */
export function LetterHindrances(props: {
  readonly editing: LetterEditing
  /** A preview that was not made. */
  readonly failed: AnyProblem | null
  readonly left: readonly PlacedField[]
  readonly labelOf: (field: UnfilledField) => string
  readonly onGoTo: (position: number) => void
  readonly onDrop: () => void
}) {
  const { editing, left } = props
  const { hindrance } = editing
  const refusal = editing.refusal ?? props.failed
  if (hindrance === 'unfilled') {
    return (
      <Block tone="warning" title={fr.unfilled(left.length)} announce="assertive">
        <p>{fr.unfilledHint}</p>
        <div className={classes['left']}>
          {left.map((field) => (
            <Button key={field.position} size="small" onClick={() => props.onGoTo(field.position)}>
              {fr.goTo(props.labelOf(field))}
            </Button>
          ))}
          <Button sends size="small" onClick={props.onDrop}>
            {fr.drop}
          </Button>
        </div>
      </Block>
    )
  }
  if (hindrance !== null) {
    return (
      <Block tone="warning" announce="assertive">
        {fr[hindrance]}
      </Block>
    )
  }
  if (refusal === null || refusal.problem === 'edit.conflict') return null
  return (
    <Block tone="error" title={fr.notValidated} announce="assertive">
      {sayRefusal(refusal)}
    </Block>
  )
}
