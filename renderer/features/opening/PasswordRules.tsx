import { IconCheck, IconCircleDashed } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import { judgePassword, type PasswordWeakness } from '#app/features/people/rules.ts'
import { openingText } from '#app/text/fr/opening.ts'
import classes from './Opening.module.css'
import { estimateGuesses } from './password-strength.ts'

const fr = openingText.wizard
const rules = ['too-short', 'few-kinds', 'guessable', 'personal'] as const

/** Why a password being typed is still too weak; everything while it is empty. The core judges again. */
export function usePasswordWeaknesses(password: string, words: readonly string[]): readonly PasswordWeakness[] {
  const [estimate, setEstimate] = useState<{ readonly of: string; readonly guessesLog10: number }>({
    of: '',
    guessesLog10: 0,
  })
  const known = words.join('\n')
  useEffect(() => {
    let wanted = true
    const ask = async () => {
      const guessesLog10 = await estimateGuesses(password, known.split('\n'))
      if (wanted) setEstimate({ of: password, guessesLog10 })
    }
    void ask()
    return () => {
      wanted = false
    }
  }, [password, known])
  if (password === '') return rules
  return judgePassword(password, estimate.of === password ? estimate.guessesLog10 : 0, words)
}

/** The rules of a password, met or not, as it is typed. */
export function PasswordRules({ weaknesses }: { weaknesses: readonly PasswordWeakness[] }) {
  return (
    <div className={classes.rules}>
      <span>{fr.rules}</span>
      <ul aria-label={fr.rules}>
        {rules.map((rule) => {
          const met = !weaknesses.includes(rule)
          const Drawing = met ? IconCheck : IconCircleDashed
          return (
            <li key={rule} className={classes.rule} data-met={met}>
              <Drawing size={14} stroke={1.75} aria-hidden="true" />
              {fr.rule[rule]}
              <span className="co-hidden">{met ? fr.ruleMet : fr.ruleMissing}</span>
            </li>
          )
        })}
      </ul>
    </div>
  )
}
