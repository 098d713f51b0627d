import { IconAlertTriangle, IconCircleCheck } from '@tabler/icons-react'
import { cardsText, sayDeviceRefusal } from '#app/text/fr/cards.ts'
import { Block } from '#ui/index.ts'
import classes from './Cards.module.css'
import { sayHolder } from './holder.ts'
import type { CardSight } from './sight.ts'
import type { CardSeat } from './useProfessionalCard.ts'

const { line, help } = cardsText.door

const lines = {
  absent: line.absent,
  offline: line.offline,
  starting: line.starting,
  'library-absent': line.libraryAbsent,
  'service-absent': line.serviceAbsent,
  'service-lost': line.serviceLost,
  'no-reader': line.noReader,
  empty: line.empty,
  mute: line.mute,
  'in-use': line.inUse,
  unusable: line.unusable,
  vitale: line.vitale,
  unknown: line.unknown,
  reading: line.reading,
} as const satisfies Partial<Record<CardSight, string>>

const helps = {
  absent: help.absent,
  offline: help.offline,
  'library-absent': help.libraryAbsent,
  'service-absent': help.serviceAbsent,
  'service-lost': help.serviceLost,
  'no-reader': help.noReader,
  empty: help.empty,
  mute: help.mute,
  'in-use': help.inUse,
  unusable: help.unusable,
  vitale: help.wrongCard,
  unknown: help.wrongCard,
} as const satisfies Partial<Record<CardSight, string>>

/** A card was put there and does not serve: worth a glance. Everything else is said without a mark. */
const troubled: ReadonlySet<CardSight> = new Set(['mute', 'in-use', 'blocked', 'unknown'])

/** No reader of this computer can be used: in training, the one that takes its place can. */
const withoutReader: ReadonlySet<CardSight> = new Set(['library-absent', 'service-absent', 'service-lost', 'no-reader'])

const isListed = <T extends object>(table: T, sight: CardSight): sight is CardSight & keyof T => sight in table

/** Where the reader and its card stand, in words, under the button: said politely when it changes. */
export function SightLine(props: {
  readonly seat: CardSeat
  readonly users: readonly { readonly displayName: string }[]
  readonly id?: string
  /** The cabinet has the training reader, whatever this computer lacks. */
  readonly training?: boolean
}) {
  const { sight, card } = props.seat
  const holder = card === null ? '' : sayHolder(card, props.users)
  const words =
    sight === 'ready'
      ? line.ready(holder)
      : sight === 'blocked'
        ? line.blocked(holder)
        : props.training === true && withoutReader.has(sight)
          ? line.noReader
          : isListed(lines, sight)
            ? lines[sight]
            : sayDeviceRefusal({ problem: sight })
  return (
    <p id={props.id} role="status" className={classes.line} data-tone={sight === 'ready' ? 'success' : 'quiet'}>
      {sight === 'ready' ? <IconCircleCheck size={14} stroke={1.75} aria-hidden="true" /> : null}
      {troubled.has(sight) ? <IconAlertTriangle size={14} stroke={1.75} aria-hidden="true" /> : null}
      <span>{words}</span>
    </p>
  )
}

/** What to do when the button was pressed and no card can be used; `quiet` where it stands beside, unasked. */
export function SightHelp(props: { readonly sight: CardSight; readonly quiet?: boolean; readonly training?: boolean }) {
  const { sight, quiet = false, training = false } = props
  if (sight === 'blocked')
    return (
      <Block tone="error" announce="assertive" title={cardsText.pin.blocked.title}>
        {cardsText.pin.blocked.text}
      </Block>
    )
  if (!isListed(helps, sight)) return null
  return (
    <Block tone="info" announce={quiet ? 'off' : 'assertive'}>
      {training && withoutReader.has(sight) ? help.training : helps[sight]}
    </Block>
  )
}
