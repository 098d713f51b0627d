import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { updateDocument } from '#app/features/documents/contract.ts'
import type { DocumentFields, DocumentLine } from '#app/features/documents/model.ts'
import { sayRefusal } from '#app/text/fr/common.ts'
import { documentsText } from '#app/text/fr/documents.ts'
import { type AnyProblem, useCabinet } from '#renderer/client/index.ts'
import { writtenDate } from '#renderer/features/patients/index.ts'
import { Block } from '#ui/Block.tsx'
import { Button } from '#ui/Button.tsx'
import { DateField } from '#ui/DateField.tsx'
import { SelectField } from '#ui/SelectField.tsx'
import { TextField } from '#ui/TextField.tsx'
import { readDocumentDay, useCategoryOptions } from '../reader/DocumentDetails.tsx'
import { PatientChoice } from '../reader/PatientChoice.tsx'
import type { DocumentActs, NamedPatient } from '../reader/useDocumentActs.ts'
import classes from './Unfiled.module.css'

const { unfiled: text, reader } = documentsText

/** Whose a document is, what it is called and what it is: filed by Enter, and the next one follows. */
export function FilingForm(props: {
  readonly document: DocumentLine
  readonly acts: DocumentActs
  readonly onFiled: () => void
  readonly onLeave: () => void
  /** The first field takes the focus. */
  readonly isFiling: boolean
}) {
  const { document, acts, onFiled, onLeave, isFiling } = props
  const form = useRef<HTMLFormElement>(null)
  useEffect(() => {
    if (isFiling) form.current?.querySelector('input')?.focus()
  }, [isFiling])
  const { call } = useCabinet()
  const [patient, setPatient] = useState<NamedPatient | null>(null)
  const [fields, setFields] = useState<DocumentFields>(document.fields)
  const [day, setDay] = useState<string | null>(document.fields.documentDate)
  const [refusal, setRefusal] = useState<AnyProblem | null>(null)
  const [asked, setAsked] = useState(false)
  const [busy, setBusy] = useState(false)
  const categories = useCategoryOptions(document.fields.categoryId)
  const set = (change: Partial<DocumentFields>) => setFields((former) => ({ ...former, ...change }))
  const noTitle = fields.title.trim() === ''

  const file = async () => {
    setAsked(true)
    if (patient === null || noTitle || day === null || busy) return
    setBusy(true)
    setRefusal(null)
    const { documentId } = document
    const wanted = { ...fields, documentDate: day }
    const isSaid = JSON.stringify(wanted) !== JSON.stringify(document.fields)
    // Named first: were the second step refused, what was typed is kept where it was typed.
    const named = isSaid
      ? await call(updateDocument, { documentId, expectedVersion: document.version, fields: wanted })
      : null
    if (named?.ok === false) {
      setBusy(false)
      setRefusal(named)
      return
    }
    const present = named === null ? document : named.value.document
    const isFiled = await acts.move({ ...present, fields: wanted }, patient)
    setBusy(false)
    if (isFiled) onFiled()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || event.defaultPrevented) return
    event.preventDefault()
    onLeave()
  }
  return (
    <form
      ref={form}
      className={classes['form']}
      aria-label={text.pane}
      onKeyDown={onKeyDown}
      onSubmit={(event) => {
        event.preventDefault()
        void file()
      }}
    >
      <PatientChoice
        label={text.patient}
        placeholder={text.patientHint}
        chosen={patient}
        onChoose={setPatient}
        error={asked && patient === null ? text.noPatient : undefined}
      />
      <TextField
        label={reader.fields.title}
        value={fields.title}
        maxLength={160}
        error={noTitle ? reader.fields.noTitle : undefined}
        onChange={(title) => set({ title })}
      />
      <SelectField
        label={reader.fields.category}
        value={fields.categoryId}
        options={categories}
        placeholder={reader.noCategory}
        clearable
        onChange={(categoryId) => set({ categoryId })}
      />
      <DateField
        label={reader.fields.date}
        value={day}
        parse={readDocumentDay}
        format={writtenDate}
        onChange={setDay}
      />
      <TextField
        label={reader.fields.sender}
        optional
        value={fields.sender}
        maxLength={120}
        onChange={(sender) => set({ sender })}
      />
      {refusal === null ? null : (
        <Block tone="error" title={documentsText.failed.file}>
          {sayRefusal(refusal)}
        </Block>
      )}
      <div className={classes['formEnd']}>
        <Button sends onClick={() => void acts.remove(document).then((isDone) => (isDone ? onFiled() : undefined))}>
          {text.remove}
        </Button>
        <Button kind="primary" type="submit" sends disabled={busy}>
          {text.file}
        </Button>
      </div>
    </form>
  )
}
