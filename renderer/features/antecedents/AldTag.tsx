import type { Ald } from '#app/features/antecedents/model.ts'
import { isAldOpen } from '#app/features/antecedents/rules.ts'
import { aldTitle, sayAld, sayPartialDate } from '#app/text/fr/antecedent-words.ts'
import { antecedentsText } from '#app/text/fr/antecedents.ts'
import { todayHere } from '#renderer/features/patients/index.ts'
import { Tag } from '#ui/index.ts'

const fr = antecedentsText

/** « ALD 8 », its title and its dates at hand; one that is not open today says so. */
export function AldTag({ ald }: { readonly ald: Ald }) {
  const dates = [
    ald.startsOn === null ? '' : fr.aldSince(sayPartialDate(ald.startsOn)),
    ald.endsOn === null ? '' : fr.aldUntil(sayPartialDate(ald.endsOn)),
  ]
  const title = [aldTitle(ald), ...dates].filter((part) => part !== '').join(', ')
  return (
    <span title={title}>
      <Tag>{isAldOpen(ald, todayHere()) ? sayAld(ald) : fr.aldNotOpen(sayAld(ald))}</Tag>
    </span>
  )
}
