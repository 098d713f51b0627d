import type { AnyProblem } from '#renderer/client/index.ts'
import { Refusal } from '#renderer/features/forms/index.ts'
import { Skeleton } from '#ui/index.ts'
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
        {problem === undefined ? <Skeleton lines={5} /> : <Refusal problem={problem} onRetry={askAgain} />}
      </div>
    </section>
  )
}
