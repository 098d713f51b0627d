import classes from './Steps.module.css'

/** Where one stands in a work of several steps: all of them, the present one marked. `name` says it in words. */
export function Steps({ name, steps, at }: { name: string; steps: readonly string[]; at: number }) {
  return (
    <ol className={classes.steps} aria-label={name}>
      {steps.map((step, index) => (
        <li key={step} aria-current={index === at ? 'step' : undefined}>
          {index + 1}. {step}
        </li>
      ))}
    </ol>
  )
}
