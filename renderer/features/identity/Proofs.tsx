import { useState } from 'react'
import type { Act, IdentityView } from '#app/features/identity/model.ts'
import { sayDay } from '#app/text/fr/common.ts'
import { identityPanelText } from '#app/text/fr/identity-panel.ts'
import { identityText } from '#app/text/fr/identity.ts'
import { patientsText } from '#app/text/fr/patients.ts'
import { Block, Button, TextField } from '#ui/index.ts'
import { foreseeEvent } from './foresight.ts'
import classes from './Identity.module.css'
import type { IdentityPanel } from './useIdentityPanel.ts'

const fr = identityPanelText.proofs

interface StandingProof {
  readonly proofId: string
  readonly words: string
}

/** What the status rests on, how to take back what was given by mistake, and what was taken back. */
export function Proofs({ panel }: { readonly panel: IdentityPanel }) {
  const { view, mayQualify } = panel
  const standing = standingProofs(view)
  const [leaving, setLeaving] = useState<string | null>(null)
  const asked = standing.find(({ proofId }) => proofId === leaving)
  if (standing.length === 0 && view.history.length === 0) return null
  return (
    <section className={classes['block']} aria-label={fr.title}>
      <header className={classes['blockHead']}>
        <h3>{fr.title}</h3>
      </header>
      <div className={classes['body']}>
        {standing.length === 0 ? null : (
          <ul className={classes['list']}>
            {standing.map(({ proofId, words }) => (
              <li key={proofId}>
                <span>{words}</span>
                {mayQualify ? (
                  <Button size="small" kind="bare" onClick={() => setLeaving(proofId)}>
                    {fr.withdraw}
                    <span className="co-hidden">{` ${words}`}</span>
                  </Button>
                ) : null}
              </li>
            ))}
          </ul>
        )}
        {asked === undefined ? null : (
          <Withdrawal key={asked.proofId} panel={panel} proofId={asked.proofId} onClose={() => setLeaving(null)} />
        )}
        <History panel={panel} />
      </div>
    </section>
  )
}

function Withdrawal(props: { readonly panel: IdentityPanel; readonly proofId: string; readonly onClose: () => void }) {
  const { panel, proofId, onClose } = props
  const [note, setNote] = useState('')
  const foreseen = foreseeEvent(panel.view, { kind: 'proof-withdrawn', proofId, note, act: panel.act })
  const after = foreseen.ok ? patientsText.insStatuses[foreseen.after] : ''
  return (
    <Block
      tone="warning"
      announce="assertive"
      title={fr.withdrawTitle}
      actions={
        <>
          <Button onClick={onClose}>{identityPanelText.acts.back}</Button>
          <Button
            sends
            disabled={panel.busy}
            onClick={() =>
              void panel.reverse(proofId, 'withdrawn', note).then((done) => (done ? onClose() : undefined))
            }
          >
            {fr.confirm}
          </Button>
        </>
      }
    >
      {fr.withdrawText(after)}
      <div className={classes['note']}>
        <TextField label={identityPanelText.attributes.note} value={note} onChange={setNote} maxLength={400} />
      </div>
    </Block>
  )
}

function History({ panel }: { readonly panel: IdentityPanel }) {
  const { view, mayQualify, busy } = panel
  if (view.history.length === 0) return null
  return (
    <details>
      <summary className={classes['hint']}>{fr.history(view.history.length)}</summary>
      <ul className={classes['list']}>
        {view.history.map((line) => {
          const what = line.documentKind === null ? fr.kinds[line.kind] : identityText.documentKinds[line.documentKind]
          const why = fr.gone(identityText.withdrawals[line.because], sayDay(line.withdrawn.at), sayBy(line.withdrawn))
          return (
            <li key={`${line.proofId} ${line.withdrawn.at}`}>
              <span>
                {what} <span className={classes['hint']}>{line.note === '' ? why : `${why} · ${line.note}`}</span>
              </span>
              {mayQualify && line.restorable ? (
                <Button
                  size="small"
                  sends
                  disabled={busy}
                  onClick={() => void panel.reverse(line.proofId, 'standing', '')}
                >
                  {fr.restore}
                  <span className="co-hidden">{` ${what}`}</span>
                </Button>
              ) : null}
            </li>
          )
        })}
      </ul>
    </details>
  )
}

function standingProofs({ identity: { ins, document } }: IdentityView): StandingProof[] {
  const proofs: StandingProof[] = []
  if (ins !== null) {
    const words = fr.ins(identityPanelText.compare.channel[ins.channel], sayDay(ins.act.at), sayBy(ins.act))
    const verified = ins.verifiedAt === null ? '' : `, ${fr.verified(sayDay(ins.verifiedAt))}`
    proofs.push({ proofId: ins.proofId, words: `${words}${verified}` })
  }
  if (document !== null) {
    const kind = identityText.documentKinds[document.documentKind]
    proofs.push({ proofId: document.proofId, words: fr.document(kind, sayDay(document.act.at), sayBy(document.act)) })
  }
  return proofs
}

/** Who did it, by name where one was kept; the night has no name of its own. */
export function sayBy({ by }: Act): string {
  return by === '' ? identityPanelText.service : by
}
