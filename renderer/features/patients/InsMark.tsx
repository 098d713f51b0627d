import {
  IconAlertOctagon,
  IconCircleDashed,
  IconCloudDownload,
  IconHelpHexagon,
  IconId,
  IconMasksTheater,
  IconShieldCheck,
  IconUsersGroup,
} from '@tabler/icons-react'
import { createElement, memo } from 'react'
import type { InsAttribute, InsStatus } from '#app/features/patients/model.ts'
import { patientsListText } from '#app/text/fr/patients-list.ts'
import { patientsText } from '#app/text/fr/patients.ts'
import type { Icon } from '#ui/Button.tsx'
import { StatusMark, type Tone } from '#ui/Mark.tsx'

/** What tells the state of an identity. */
export interface IdentityState {
  readonly insStatus: InsStatus
  readonly insAttributes: readonly InsAttribute[]
  readonly insKo: boolean
}

interface Drawing {
  readonly tone: Tone
  readonly icon: Icon
  readonly drawing?: 'outlined' | 'dashed'
}

const statuses: Record<InsStatus, Drawing> = {
  qualified: { tone: 'success', icon: IconShieldCheck },
  validated: { tone: 'info', icon: IconId, drawing: 'outlined' },
  retrieved: { tone: 'info', icon: IconCloudDownload },
  provisional: { tone: 'neutral', icon: IconCircleDashed, drawing: 'dashed' },
}

const attributes: Record<InsAttribute, Drawing> = {
  homonym: { tone: 'warning', icon: IconUsersGroup },
  doubtful: { tone: 'warning', icon: IconHelpHexagon },
  fictitious: { tone: 'violet', icon: IconMasksTheater },
}

const refused: Drawing = { tone: 'danger', icon: IconAlertOctagon }

/** The one thing to know first: a refused INS, then an attribute, then the status. */
function foremost(state: IdentityState): { drawing: Drawing; short: string; word: string } {
  if (state.insKo) return { drawing: refused, short: patientsText.insKo, word: patientsText.insKo }
  const attribute = state.insAttributes[0]
  if (attribute !== undefined) {
    const word = patientsText.insAttributes[attribute]
    return { drawing: attributes[attribute], short: word, word: patientsListText.attributes[attribute] }
  }
  return {
    drawing: statuses[state.insStatus],
    short: patientsText.insStatusesShort[state.insStatus],
    word: patientsText.insStatuses[state.insStatus],
  }
}

/** The state of an identity in words, for a line that has no room for a mark. */
export function sayInsState(state: IdentityState): string {
  return foremost(state).word
}

/** In a row, where room is short: « Qualifiée », « Homonyme », « INS KO ». The whole state is its title. */
export const InsWord = memo(function InsWord({ state }: { state: IdentityState }) {
  const { drawing, short } = foremost(state)
  return (
    <StatusMark tone={drawing.tone} icon={drawing.icon} drawing={drawing.drawing ?? 'soft'}>
      {short}
    </StatusMark>
  )
})

/** Every mark of an identity, in words: status, attributes, « INS KO ». */
export function InsMarks({ state }: { state: IdentityState }) {
  const status = statuses[state.insStatus]
  return (
    <>
      <StatusMark tone={status.tone} icon={status.icon} drawing={status.drawing ?? 'soft'}>
        {patientsText.insStatuses[state.insStatus]}
      </StatusMark>
      {state.insAttributes.map((attribute) => (
        <StatusMark key={attribute} tone={attributes[attribute].tone} icon={attributes[attribute].icon}>
          {patientsListText.attributes[attribute]}
        </StatusMark>
      ))}
      {state.insKo ? (
        <StatusMark tone={refused.tone} icon={refused.icon}>
          {patientsText.insKo}
        </StatusMark>
      ) : null}
    </>
  )
}

/** The icon of a status alone, for a line that says the word itself. */
export function InsIcon({ status, ko = false, size }: { status: InsStatus; ko?: boolean; size: 14 | 16 }) {
  return createElement(ko ? refused.icon : statuses[status].icon, { size, stroke: 1.75, 'aria-hidden': true })
}
