import { sayRefusal } from '#app/text/fr/common.ts'
import { formsText } from '#app/text/fr/forms.ts'
import type { AnyProblem } from '#renderer/client/index.ts'
import { Block, Button, Skeleton } from '#ui/index.ts'
import classes from './Settings.module.css'

/** A section whose first answer is awaited, or did not come. */
export function SectionWaiting(props: {
  readonly title: string
  readonly answer: { readonly problem: AnyProblem | undefined; readonly askAgain: () => void }
}) {
  const { problem, askAgain } = props.answer
  return (
    <section className={classes.section} aria-label={props.title}>
      <header className={classes.toolbar}>
        <h2>{props.title}</h2>
      </header>
      <div className={classes.body}>
        {problem === undefined ? (
          <Skeleton lines={5} />
        ) : (
          <Block
            tone={problem.problem === 'connection.lost' ? 'offline' : 'error'}
            announce="assertive"
            actions={
              problem.problem === 'forbidden' ? undefined : (
                <Button size="small" onClick={askAgain}>
                  {formsText.retry}
                </Button>
              )
            }
          >
            {sayRefusal(problem)}
          </Block>
        )}
      </div>
    </section>
  )
}
