import { IconCheck } from '@tabler/icons-react'
import { identityPanelText as fr } from '#app/text/fr/identity-panel.ts'
import classes from './Identity.module.css'

/** The four steps of the gesture: those done, the present one, those to come. `at` past the last: all are done. */
export function IdentitySteps({ at }: { readonly at: number }) {
  return (
    <ol className={classes['steps']} aria-label={fr.stepsName}>
      {fr.steps.map((step, index) => (
        <li key={step} aria-current={index === at ? 'step' : undefined}>
          <span className={classes['number']} data-done={index < at}>
            {index < at ? <IconCheck size={12} stroke={2} aria-label={fr.stepDone} /> : index + 1}
          </span>
          {step}
        </li>
      ))}
    </ol>
  )
}
