import { IconAlertTriangle, IconHelpHexagon, IconShieldCheck } from '@tabler/icons-react'
import { readAllergies } from '#app/features/antecedents/contract.ts'
import type { Allergies, AllergyView } from '#app/features/antecedents/model.ts'
import { recordText } from '#app/text/fr/record.ts'
import { useLiveQuery, useSession } from '#renderer/client/index.ts'
import type { Icon } from '#ui/Button.tsx'
import { StatusMark, type Tone } from '#ui/Mark.tsx'
import classes from './Record.module.css'

const text = recordText.allergies

/** What is said of somebody's allergies in a few words: three states that never stand for one another, and a failure. */
export interface AllergySaying {
  readonly tone: Tone
  readonly icon: Icon
  readonly short: string
  /** All of them, by name. */
  readonly whole: string
  readonly drawing: 'soft' | 'outlined' | 'dashed'
}

const severities = ['severe', 'moderate', 'mild']

/** The most severe first; among equals, a drug before the rest. */
function foremost(entries: readonly AllergyView[]): readonly AllergyView[] {
  const rank = ({ fields }: AllergyView) => {
    const severity = fields.severity === null ? severities.length : severities.indexOf(fields.severity)
    return severity * 2 + (fields.category === 'medicine' ? 0 : 1)
  }
  return entries.toSorted((one, other) => rank(one) - rank(other))
}

const named = ({ fields }: AllergyView): string =>
  fields.certainty === 'to-confirm' ? text.toConfirm(fields.substance) : fields.substance

/** The words of a state of allergies. */
export function sayAllergies(allergies: Allergies): AllergySaying {
  if (allergies.state === 'none')
    return { tone: 'neutral', icon: IconShieldCheck, short: text.none, whole: text.none, drawing: 'outlined' }
  const [first, ...others] = allergies.state === 'list' ? foremost(allergies.entries) : []
  if (first === undefined)
    return { tone: 'warning', icon: IconHelpHexagon, short: text.unknown, whole: text.unknown, drawing: 'dashed' }
  return {
    tone: 'danger',
    icon: IconAlertTriangle,
    short: text.short(named(first), others.length),
    whole: text.named([first, ...others].map(named).join(', ')),
    drawing: 'outlined',
  }
}

const unread: AllergySaying = {
  tone: 'warning',
  icon: IconHelpHexagon,
  short: text.unread,
  whole: text.unreadWhy,
  drawing: 'soft',
}

/** What is to be said of a patient's allergies: nothing while they are read, or to who does not read them. */
export function useAllergySaying(patientId: string): AllergySaying | null {
  const { permissions } = useSession()
  const isRead = permissions.includes('record.read')
  const answer = useLiveQuery(readAllergies, isRead ? { patientId } : null, { kinds: ['clinical'], about: patientId })
  if (answer.value !== undefined) return sayAllergies(answer.value.allergies)
  return answer.problem === undefined ? null : unread
}

/** Allergies in the identity band: always there, named. */
export function AllergyMark({ patientId }: { readonly patientId: string }) {
  const saying = useAllergySaying(patientId)
  if (saying === null) return null
  return (
    <StatusMark tone={saying.tone} icon={saying.icon} drawing={saying.drawing} title={saying.whole}>
      {saying.short}
    </StatusMark>
  )
}

/** Allergies in the strip of the folded summary: named along it. */
export function AllergyStrip({ patientId }: { readonly patientId: string }) {
  const saying = useAllergySaying(patientId)
  if (saying === null) return null
  const Drawing = saying.icon
  return (
    <div className={classes['stripAllergies']} data-tone={saying.tone} title={saying.whole}>
      <Drawing size={16} stroke={1.75} aria-hidden="true" />
      <span>{saying.whole}</span>
    </div>
  )
}
