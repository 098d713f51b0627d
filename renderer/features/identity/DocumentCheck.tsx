import { useId } from 'react'
import type { DocumentKind } from '#app/features/identity/model.ts'
import { documentObstacle, documentTerms } from '#app/features/identity/rules/proofs.ts'
import { documentRefusals } from '#app/features/identity/rules/traits.ts'
import { identityPanelText } from '#app/text/fr/identity-panel.ts'
import { identityText } from '#app/text/fr/identity.ts'
import { Block, Checkbox, Radio } from '#ui/index.ts'
import classes from './Identity.module.css'
import type { IdentityPanel } from './useIdentityPanel.ts'

const fr = identityPanelText.document

/**
 * « Pièce d’identité présentée »: nothing is chosen in advance; the tick is a statement of its author (RNIV 1 v2.0, EXI
 * SI 10, SI 23, ID 19). `missing`: somebody tried to go on without it.
 */
export function DocumentCheck({ panel, missing }: { readonly panel: IdentityPanel; readonly missing: boolean }) {
  const { view, document, setDocument, act, lines } = panel
  const hintId = useId()
  const { traits } = view.identity
  const kinds = view.house.documentKinds.filter(
    // One that asks for a companion is proposed: its own choice comes next.
    (kind) =>
      [null, 'identity.document-companion'].includes(
        documentObstacle(
          { documentKind: kind, companionKind: null },
          traits.birthDate,
          act.at.slice(0, 10),
          view.house,
        ),
      ),
  )
  const asksCompanion = document.kind !== null && documentTerms[document.kind].companion
  const keepsOwn = view.pending === null ? view.identity.ins === null : lines.some(heldDiffers)
  const refusals = view.pending === null ? documentRefusals(traits) : []
  return (
    <section className={classes['block']} aria-label={fr.title}>
      <header className={classes['blockHead']}>
        <h3>{fr.title}</h3>
        <span id={hintId} className={classes['hint']}>
          {fr.hint}
        </span>
      </header>
      <div className={classes['body']}>
        {kinds.length === 0 ? (
          <p className={classes['hint']}>{fr.none}</p>
        ) : (
          <Kinds
            legend={fr.title}
            hidden
            kinds={kinds}
            chosen={document.kind}
            onChoose={(kind) => setDocument({ kind, companion: null, ticked: false })}
          />
        )}
        {asksCompanion ? (
          <Kinds
            legend={fr.companion}
            kinds={view.house.documentKinds.filter((kind) => companions.has(kind))}
            chosen={document.companion}
            onChoose={(companion) => setDocument({ ...document, companion })}
          />
        ) : null}
        {refusals.map(({ trait, code, data }) => (
          <Block key={`${trait} ${code}`} tone="error" announce="off" title={identityText.traits[trait]}>
            {identityText.traitRefusals[code](data)}
          </Block>
        ))}
        {document.kind === null ? null : (
          <span data-tick>
            <Checkbox
              label={keepsOwn ? fr.tickAlone : fr.tick}
              checked={document.ticked}
              onChange={(ticked) => setDocument({ ...document, ticked })}
              error={missing && !document.ticked ? fr.tickMissing : undefined}
            />
          </span>
        )}
      </div>
    </section>
  )
}

const companions: ReadonlySet<DocumentKind> = new Set(['CN', 'PA', 'CS', 'eCN', 'IN'])

function heldDiffers(line: IdentityPanel['lines'][number]): boolean {
  return line.choosable && line.side === 'held'
}

function Kinds(props: {
  readonly legend: string
  /** The title of the block says it to those who see. */
  readonly hidden?: boolean
  readonly kinds: readonly DocumentKind[]
  readonly chosen: DocumentKind | null
  readonly onChoose: (kind: DocumentKind) => void
}) {
  const name = useId()
  return (
    <fieldset className={classes['group']}>
      <legend className={props.hidden === true ? 'co-hidden' : undefined}>{props.legend}</legend>
      <div className={classes['choices']} data-kinds>
        {props.kinds.map((kind) => (
          <Radio
            key={kind}
            name={name}
            label={fr.kinds[kind]}
            checked={props.chosen === kind}
            onChange={() => props.onChoose(kind)}
          />
        ))}
      </div>
    </fieldset>
  )
}
