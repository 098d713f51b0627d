import { useEffect, useRef, useState } from 'react'
import { listLetterTemplates } from '#app/features/letters/contract.ts'
import type { LetterFieldValues, LetterTemplate } from '#app/features/letters/model.ts'
import { mergeFields } from '#app/features/letters/rules.ts'
import { lettersText } from '#app/text/fr/letters.ts'
import { useLiveQuery } from '#renderer/client/index.ts'
import { Button, SelectField, TextField, useToast } from '#ui/index.ts'
import classes from './Letters.module.css'
import { RecipientField } from './RecipientField.tsx'
import type { LetterEditing } from './useLetterEditor.ts'

const fr = lettersText.editor
const nobody = ':cabinet'

/** Somebody who may sign a letter. */
export interface Signatory {
  readonly userId: string
  readonly displayName: string
}

/** What can be asked of the choices above the text of a letter. */
export interface LetterChoicesProps {
  readonly practitioners: readonly Signatory[]
  readonly editing: LetterEditing
  /** What fields say now: a template is filled with them. */
  readonly values: LetterFieldValues
  readonly busy: boolean
  /** A template takes the place of the text. */
  readonly onTemplate: (fields: LetterTemplate['fields']) => void
  /** The recipient was found in the directory. */
  readonly onRecipient: () => void
}

/** What the letter begins with and whom it is for: template, title, recipient, who signs, paper. */
export function LetterChoices(props: LetterChoicesProps) {
  const { editing, values, busy } = props
  const { letter, change } = editing
  const toast = useToast()
  const answer = useLiveQuery(listLetterTemplates, {}, { kinds: ['library'] })
  const templates = answer.value?.templates ?? []
  const template = useRef<HTMLInputElement>(null)
  const isBlank = editing.isNew && editing.generation === 0 && editing.draft.found === null
  useEffect(() => {
    // A new letter begins with its template; one that was kept, with its words.
    if (isBlank) template.current?.focus()
  }, [isBlank])
  const apply = ({ fields }: LetterTemplate) => {
    const before = letter
    props.onTemplate(fields)
    change({ category: fields.category, title: fields.title, format: fields.format })
    editing.replaceWords(mergeFields(fields.document, values))
    toast(fr.templateApplied(fields.name), () => {
      change(before)
      editing.replaceWords(before.document)
    })
  }
  return (
    <>
      <div className={classes['choices']}>
        <SelectField
          ref={template}
          label={fr.template}
          placeholder={fr.templateHint}
          searchable
          value={null}
          options={templates.map(({ templateId, fields, owner }) => ({
            value: templateId,
            label: fields.name,
            trail: owner === 'program' ? lettersText.categories[fields.category] : lettersText.templates.owners[owner],
          }))}
          onChange={(value) => {
            const chosen = templates.find(({ templateId }) => templateId === value)
            if (chosen !== undefined) apply(chosen)
          }}
          disabled={busy}
        />
        <TextField
          label={fr.name}
          maxLength={160}
          value={letter.title}
          onChange={(title) => change({ title })}
          error={editing.hindrance === 'untitled' ? fr.untitled : undefined}
          disabled={busy}
        />
      </div>
      <RecipientField
        recipient={letter.recipient}
        onChange={(recipient) => change({ recipient })}
        onFound={props.onRecipient}
        disabled={busy}
      />
      <LetterPaper practitioners={props.practitioners} editing={editing} busy={busy} />
      {editing.isNew ? null : (
        <TextField label={fr.reason} optional maxLength={200} value={editing.reason} onChange={editing.setReason} />
      )}
    </>
  )
}

/** Who signs, what it is, on which paper: said in a line, and opened when it must change. */
function LetterPaper(props: Pick<LetterChoicesProps, 'practitioners' | 'editing' | 'busy'>) {
  const { busy, practitioners } = props
  const { letter, change } = props.editing
  const [opened, setOpened] = useState(false)
  const signatory = practitioners.find(({ userId }) => userId === letter.practitionerId)?.displayName ?? fr.nobody
  return (
    <>
      <div className={classes['sum']}>
        <span>{fr.sum(signatory, lettersText.categories[letter.category], lettersText.formats[letter.format])}</span>
        <Button size="small" kind="bare" expanded={opened} onClick={() => setOpened((shown) => !shown)}>
          {opened ? fr.closeSum : fr.changeSum}
        </Button>
      </div>
      {opened ? (
        <div className={classes['more']}>
          <SelectField
            label={fr.practitioner}
            value={letter.practitionerId ?? nobody}
            options={[
              ...practitioners.map(({ userId, displayName }) => ({ value: userId, label: displayName })),
              { value: nobody, label: fr.nobody },
            ]}
            onChange={(value) => change({ practitionerId: value === nobody ? null : value })}
            disabled={busy}
          />
          <SelectField
            label={fr.category}
            value={letter.category}
            options={[
              { value: 'letter', label: lettersText.categories.letter },
              { value: 'certificate', label: lettersText.categories.certificate },
            ]}
            onChange={(value) => change({ category: value === 'certificate' ? 'certificate' : 'letter' })}
            disabled={busy}
          />
          <SelectField
            label={fr.format}
            value={letter.format}
            options={[
              { value: 'A4', label: lettersText.formats.A4 },
              { value: 'A5', label: lettersText.formats.A5 },
            ]}
            onChange={(value) => change({ format: value === 'A5' ? 'A5' : 'A4' })}
            disabled={busy}
          />
        </div>
      ) : null}
    </>
  )
}
