import { type Antecedent, antecedent } from '#app/features/antecedents/model.ts'
import { twinOf } from '#app/features/antecedents/twins.ts'
import { antecedentsText } from '#app/text/fr/antecedents.ts'
import { useDesk } from '#renderer/client/index.ts'
import type { StructuredAsideProps } from '#renderer/features/forms/index.ts'
import { Block, Button } from '#ui/index.ts'
import { askForLine } from './asked-line.ts'
import classes from './Antecedents.module.css'
import { sayAntecedent, useAntecedents } from './useAntecedents.ts'

const fr = antecedentsText.twin

/** Says that the record has this line already, and opens it instead. */
export function TwinNotice(props: {
  readonly patientId: string
  readonly entry: Antecedent
  /** The line being corrected: not a twin of itself. */
  readonly entryId: string | undefined
}) {
  const { patientId, entry, entryId } = props
  const { openRecord } = useDesk()
  const { value } = useAntecedents(patientId)
  const twin = value === undefined ? null : twinOf(entry, value, entryId ?? null)
  if (twin === null) return null
  return (
    <div className={classes['wide']}>
      <Block tone="warning">
        {fr.known(sayAntecedent(twin.entry))}{' '}
        <Button
          size="small"
          onClick={() => {
            askForLine({ patientId, entryId: twin.entryId })
            openRecord(patientId, 'antecedents')
          }}
        >
          {fr.open}
        </Button>
      </Block>
    </div>
  )
}

/** The same of the items of a note being written: taken from a line, they have no form open to say it. */
export function NoteTwins({ items, patientId }: StructuredAsideProps) {
  return items.map(({ itemId, kind, fields }) => {
    const read = antecedent.safeParse({ kind, fields })
    return read.success ? <TwinNotice key={itemId} patientId={patientId} entry={read.data} entryId={itemId} /> : null
  })
}
