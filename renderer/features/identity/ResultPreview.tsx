import { IconArrowRight } from '@tabler/icons-react'
import { useEffect, useRef } from 'react'
import { identityPanelText } from '#app/text/fr/identity-panel.ts'
import { identityText } from '#app/text/fr/identity.ts'
import { InsMarks } from '#renderer/features/patients/index.ts'
import { Block } from '#ui/index.ts'
import type { Foresight } from './foresight.ts'
import classes from './Identity.module.css'
import type { IdentityPanel } from './useIdentityPanel.ts'

const fr = identityPanelText.result

/** « Résultat après validation »: what the act would do, told before it is done. */
export function ResultPreview({ panel }: { readonly panel: IdentityPanel }) {
  const { foreseen, view, undecided } = panel
  const root = useRef<HTMLElement>(null)
  const after = foreseen?.ok === true ? foreseen.after : null
  useEffect(() => {
    // Told before it is done: what the last tick comes to is in sight, where the window is low.
    if (after === 'qualified') root.current?.scrollIntoView({ block: 'nearest' })
  }, [after])
  if (foreseen === null || undecided > 0) return null
  const { attributes, ko } = view.identity
  return (
    <section ref={root} className={classes['block']} aria-label={fr.title}>
      <header className={classes['blockHead']}>
        <h3>{fr.title}</h3>
      </header>
      <div className={classes['body']} role="status">
        {foreseen.ok ? (
          <div className={classes['result']}>
            <div className={classes['becomes']}>
              <InsMarks state={{ insStatus: foreseen.before, insAttributes: attributes, insKo: ko !== null }} />
              <IconArrowRight size={16} stroke={1.75} aria-label={fr.becomes} />
              <InsMarks
                state={{
                  insStatus: foreseen.after,
                  insAttributes: foreseen.identity.attributes,
                  insKo: foreseen.identity.ko !== null,
                }}
              />
            </div>
            <p>{sayResult(panel, foreseen)}</p>
          </div>
        ) : (
          <Block tone="warning" announce="off">
            {identityText.refusals[foreseen.refusal]}
          </Block>
        )}
      </div>
    </section>
  )
}

function sayResult({ view, lines }: IdentityPanel, foreseen: Foresight & { readonly ok: true }): string {
  const aside = foreseen.steps.find(({ what }) => what === 'answer-set-aside')
  const taken =
    view.pending === null ? 0 : lines.filter(({ choosable, side }) => choosable && side === 'answered').length
  const kept = lines.filter(({ choosable, side }) => choosable && side === 'held').length
  const matricule = view.identity.ins === null && foreseen.identity.ins !== null ? 1 : 0
  const parts = [
    taken + matricule > 0 && aside === undefined ? fr.taken(taken + matricule) : '',
    kept > 0 ? fr.kept(kept) : '',
    aside === undefined ? '' : aside.because === 'other-matricule' ? fr.otherMatricule : fr.declined,
    fallen(foreseen) ? fr.falls : '',
    foreseen.after === 'qualified' ? fr.opens : '',
    foreseen.after === 'retrieved' ? fr.documentLeft : '',
    foreseen.after === 'validated' && aside === undefined ? fr.callLeft : '',
  ]
  const said = parts.filter((part) => part !== '').join(' ')
  return said === '' ? fr.unchanged : said
}

function fallen({ steps }: Foresight & { readonly ok: true }): boolean {
  return steps.some(({ what, because }) => what === 'proof-withdrawn' && because === 'traits-changed')
}
