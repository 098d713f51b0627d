import { useState } from 'react'
import { listCategories } from '#app/features/documents/contract.ts'
import type { DocumentFields, DocumentView } from '#app/features/documents/model.ts'
import { sayDay, saySize } from '#app/text/fr/common.ts'
import { documentsText, versionReasons } from '#app/text/fr/documents.ts'
import { useLiveQuery, useSession } from '#renderer/client/index.ts'
import { readDate, todayHere, writtenDate } from '#renderer/features/patients/index.ts'
import { Button } from '#ui/Button.tsx'
import { DateField, type ReadDate } from '#ui/DateField.tsx'
import { SelectField } from '#ui/SelectField.tsx'
import { TextField } from '#ui/TextField.tsx'
import classes from './Reader.module.css'
import type { DocumentActs } from './useDocumentActs.ts'

const text = documentsText.reader

/** Categories as a field offers them: those in use, and the one the document has. */
export function useCategoryOptions(present: string | null) {
  const { value } = useLiveQuery(listCategories, {}, { kinds: ['library'] })
  return (value?.categories ?? [])
    .filter(({ archived, categoryId }) => !archived || categoryId === present)
    .map(({ categoryId, fields }) => ({ value: categoryId, label: fields.name }))
}

/** What is said of a document, to be corrected, and its versions. */
export function DocumentDetails(props: {
  readonly document: DocumentView
  readonly acts: DocumentActs
  readonly onClose: () => void
}) {
  const { document, acts, onClose } = props
  const { permissions } = useSession()
  const [fields, setFields] = useState<DocumentFields>(document.fields)
  const [day, setDay] = useState<string | null>(document.fields.documentDate)
  const categories = useCategoryOptions(document.fields.categoryId)
  const mayWrite = permissions.includes('document.write')
  const set = (change: Partial<DocumentFields>) => setFields((former) => ({ ...former, ...change }))
  const noTitle = fields.title.trim() === ''
  const apply = async () => {
    if (noTitle || day === null) return
    if (await acts.update(document, { ...fields, documentDate: day })) onClose()
  }
  return (
    <form
      className={classes['details']}
      aria-label={text.details}
      onSubmit={(event) => {
        event.preventDefault()
        void apply()
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || event.defaultPrevented) return
        event.preventDefault()
        event.stopPropagation()
        onClose()
      }}
    >
      <TextField
        label={text.fields.title}
        value={fields.title}
        maxLength={160}
        readOnly={!mayWrite}
        error={noTitle ? text.fields.noTitle : undefined}
        onChange={(title) => set({ title })}
      />
      <SelectField
        label={text.fields.category}
        value={fields.categoryId}
        options={categories}
        placeholder={text.noCategory}
        disabled={!mayWrite}
        searchable
        clearable
        onChange={(categoryId) => set({ categoryId })}
      />
      <DateField
        label={text.fields.date}
        value={day}
        readOnly={!mayWrite}
        parse={readDocumentDay}
        format={writtenDate}
        onChange={setDay}
      />
      <TextField
        label={text.fields.sender}
        optional
        value={fields.sender}
        maxLength={120}
        readOnly={!mayWrite}
        onChange={(sender) => set({ sender })}
      />
      <div className={classes['detailsEnd']}>
        <span className={classes['quiet']}>
          <bdi>{document.fileName}</bdi> · {saySize(document.bytes)} ·{' '}
          {text.importedBy(sayDay(document.importedAt), document.importedBy)}
        </span>
        {mayWrite ? (
          <span className={classes['detailsButtons']}>
            <Button size="small" onClick={onClose}>
              {text.cancel}
            </Button>
            <Button size="small" kind="primary" type="submit" sends disabled={noTitle || day === null}>
              {text.apply}
            </Button>
          </span>
        ) : null}
      </div>
      {document.versions.length < 2 ? null : <Versions document={document} acts={acts} mayWrite={mayWrite} />}
    </form>
  )
}

function Versions(props: { readonly document: DocumentView; readonly acts: DocumentActs; readonly mayWrite: boolean }) {
  const { document, acts, mayWrite } = props
  return (
    <section className={classes['versions']} aria-label={text.versions}>
      <h3>{text.versions}</h3>
      <ul>
        {document.versions.map((version) => (
          <li key={version.number}>
            <span>{text.version(version.number, versionReasons[version.reason])}</span>
            <span className={classes['quiet']}>{text.importedBy(sayDay(version.madeAt), version.madeBy)}</span>
            {version.number === document.number ? <strong>{text.shown}</strong> : null}
            {version.number === document.number || !mayWrite ? null : (
              <Button size="small" sends onClick={() => void acts.useVersion(document, version.number)}>
                {text.useVersion(version.number)}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}

/** A day as people type it, not after today. */
export function readDocumentDay(typed: string): ReadDate {
  const read = readDate(typed, todayHere())
  if (read?.ok !== true || read.kind !== 'full') return { ok: false, reason: text.fields.badDate }
  if (read.date > todayHere()) return { ok: false, reason: text.fields.future }
  return { ok: true, value: read.date, shown: writtenDate(read.date) }
}
