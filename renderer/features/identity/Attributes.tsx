import { useEffect, useRef, useState } from 'react'
import type { InsAttribute } from '#app/features/patients/model.ts'
import { identityPanelText } from '#app/text/fr/identity-panel.ts'
import { identityText } from '#app/text/fr/identity.ts'
import { patientsText } from '#app/text/fr/patients.ts'
import { Block, Button, TextField } from '#ui/index.ts'
import { foreseeEvent } from './foresight.ts'
import classes from './Identity.module.css'
import { useEscape } from './useEscape.ts'
import type { IdentityPanel } from './useIdentityPanel.ts'

const fr = identityPanelText.attributes

/** The attributes that are set, what they mean for what may be done, and how they are lifted. */
export function AttributeNotices({ panel }: { readonly panel: IdentityPanel }) {
  const { view, mayQualify, busy, mark } = panel
  return view.identity.attributes.map((attribute) => (
    <Block
      key={attribute}
      tone={attribute === 'fictitious' ? 'training' : 'warning'}
      announce="off"
      actions={
        mayQualify ? (
          <Button size="small" sends disabled={busy} onClick={() => void mark(attribute, false, '')}>
            {fr.lift[attribute]}
          </Button>
        ) : undefined
      }
    >
      {fr[attribute]}
    </Block>
  ))
}

/** Before an attribute is set: what it does, and why it is set. */
export function AttributeQuestion(props: {
  readonly panel: IdentityPanel
  readonly attribute: InsAttribute
  readonly onClose: () => void
}) {
  const { panel, attribute, onClose } = props
  const [note, setNote] = useState('')
  useEscape(onClose)
  const field = useRef<HTMLInputElement>(null)
  useEffect(() => field.current?.focus(), [])
  const words = fr.set[attribute]
  const foreseen = foreseeEvent(panel.view, { kind: 'attribute-set', attribute, act: panel.act })
  const loses = foreseen.ok && foreseen.after !== foreseen.before
  const set = async () => {
    if (await panel.mark(attribute, true, note)) onClose()
  }
  return (
    <div className={classes['question']}>
      <Block
        tone="warning"
        announce="assertive"
        title={words.title}
        actions={
          <>
            <Button keys="Escape" onClick={onClose}>
              {identityPanelText.acts.back}
            </Button>
            {foreseen.ok ? (
              <Button sends disabled={panel.busy} onClick={() => void set()}>
                {words.confirm}
              </Button>
            ) : null}
          </>
        }
      >
        {foreseen.ok ? words.text : identityText.refusals[foreseen.refusal]}{' '}
        {loses ? fr.loses(patientsText.insStatuses[foreseen.after]) : ''}
        <div className={classes['note']}>
          <TextField ref={field} label={fr.note} optional value={note} onChange={setNote} maxLength={400} />
        </div>
      </Block>
    </div>
  )
}
