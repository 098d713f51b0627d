import { IconDeviceDesktop, IconDeviceFloppy, IconIdBadge2, IconLock, IconUser } from '@tabler/icons-react'
import { type FormEvent, type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react'
import { describe } from '#app/features/cabinet/contract.ts'
import type { SessionUser, SessionView } from '#app/features/sessions/model.ts'
import { cardsText } from '#app/text/fr/cards.ts'
import { sayDay, sayDelay, sayHour, sayLongDay, sayRefusal } from '#app/text/fr/common.ts'
import { lockText as fr } from '#app/text/fr/lock.ts'
import { shellText } from '#app/text/fr/shell.ts'
import { useCountdown, useLiveQuery } from '#renderer/client/index.ts'
import { CardRefusal, PinForm, sayHolder, SightHelp, SightLine } from '#renderer/features/cards/index.ts'
import { PscSignIn } from '#renderer/features/psc/index.ts'
import { TrainingReader } from '#renderer/features/training-reader/index.ts'
import { type Action, Block, Button, EntryWindow, PasswordField, useActions } from '#ui/index.ts'
import { CloseCabinetDialog } from './CloseCabinetDialog.tsx'
import classes from './LockScreen.module.css'
import { type Lock, useLock } from './useLock.ts'
import { type LockCard, useLockCard } from './useLockCard.ts'

/** What the lock screen is given. */
export interface LockScreenProps {
  readonly session: SessionView
  /** The person asked to change user: the list has the focus. */
  readonly switching: boolean
  /** `null` when the session was closed. */
  readonly onUnlocked: (session: SessionView | null) => void
}

/** The lock screen, which is also the change of user (CAB-5). Shows no patient's name, and no draft's title. */
export function LockScreen({ session, switching, onUnlocked }: LockScreenProps) {
  const lock = useLock(session, onUnlocked)
  const [closing, setClosing] = useState(false)
  const [toField, setToField] = useState(!switching)
  const list = useRef<HTMLElement>(null)
  useEffect(() => {
    document.title = session.cabinetName
  }, [session.cabinetName])
  const users = holderFirst(lock.users, session.userId)
  const next = users.find(({ userId }) => userId !== session.userId)?.userId
  const { choose } = lock
  const proposed = useRef(false)
  useEffect(() => {
    if (!switching || next === undefined || proposed.current) return
    // Somebody else takes the seat: the first of the others is chosen, arrows go on, and typing is their password.
    proposed.current = true
    choose(next)
    list.current?.querySelector<HTMLElement>(`[data-user="${next}"]`)?.focus()
  }, [switching, next, choose])
  const chosenId = lock.chosen?.userId
  const press = (event: KeyboardEvent<HTMLElement>) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return
    const at = users.findIndex(({ userId }) => userId === chosenId)
    const last = users.length - 1
    const wanted = { ArrowDown: Math.min(last, at + 1), ArrowUp: Math.max(0, at - 1), Home: 0, End: last }[event.key]
    const user = wanted === undefined ? undefined : users[wanted]
    if (user !== undefined) {
      event.preventDefault()
      setToField(false)
      choose(user.userId)
      event.currentTarget.querySelector<HTMLElement>(`[data-user="${user.userId}"]`)?.focus()
    } else if (event.key.length === 1 && event.key !== ' ') {
      // The letter goes on to the field, which now has the focus.
      event.currentTarget.parentElement?.querySelector<HTMLElement>('form input')?.focus()
    }
  }
  return (
    <EntryWindow title={session.cabinetName} footStart={<SeatName />} footEnd={<Foot session={session} />}>
      <div className={classes.card}>
        <section ref={list} className={classes.users} aria-label={fr.users} data-region tabIndex={-1} onKeyDown={press}>
          <h2>{fr.users}</h2>
          {users.map((user) => (
            <UserLine
              key={user.userId}
              user={user}
              chosen={user.userId === chosenId}
              holder={user.userId === session.userId}
              onChoose={() => {
                setToField(true)
                choose(user.userId)
              }}
            />
          ))}
        </section>
        <LockForm
          key={lock.chosenId}
          lock={lock}
          session={session}
          focus={toField}
          onUnlocked={onUnlocked}
          onClose={() => setClosing(true)}
        />
      </div>
      {closing ? <CloseCabinetDialog onClose={() => setClosing(false)} /> : null}
    </EntryWindow>
  )
}

/** In training, the reader of cards stays at hand: one may be locked for having taken a card out. */
function Foot({ session }: { session: SessionView }) {
  return (
    <>
      {session.profile === 'training' ? <TrainingReader place="foot" /> : null}
      <Clock />
    </>
  )
}

/** Whoever left the seat locked stands first: they are the likeliest to come back. */
function holderFirst(users: readonly SessionUser[], holderId: string): readonly SessionUser[] {
  return [...users.filter((user) => user.userId === holderId), ...users.filter((user) => user.userId !== holderId)]
}

function UserLine(props: { user: SessionUser; chosen: boolean; holder: boolean; onChoose: () => void }) {
  const { user, chosen, holder } = props
  const Drawing = holder ? IconLock : user.openElsewhere === null ? IconUser : IconDeviceDesktop
  return (
    <button
      type="button"
      className={classes.user}
      data-user={user.userId}
      aria-pressed={chosen}
      tabIndex={chosen ? 0 : -1}
      onClick={props.onChoose}
    >
      <Drawing size={16} stroke={1.75} aria-hidden="true" />
      <span className={classes.userText}>
        <strong>{user.displayName}</strong>
        <small>{aboutUser(user)}</small>
      </span>
      <span className={classes.role}>{user.roleName}</span>
    </button>
  )
}

function aboutUser(user: SessionUser): string {
  if (user.draftCount > 0) return fr.draftsKept(user.draftCount)
  if (user.openElsewhere !== null) return fr.openElsewhere(user.openElsewhere)
  if (user.validUntil !== null) return fr.validUntil(sayDay(user.validUntil))
  return user.lastOpenedAt === null ? fr.neverOpened : fr.openedLast(user.lastOpenedAt, new Date().toISOString())
}

function LockForm(props: {
  lock: Lock
  session: SessionView
  focus: boolean
  onUnlocked: (session: SessionView) => void
  onClose: () => void
}) {
  const { lock, session } = props
  const same = lock.chosen === undefined || lock.chosen.userId === session.userId
  const free = props.focus && lock.password === '' && !lock.busy
  const card = useLockCard(session, { free, same }, props.onUnlocked)
  const { stage, seat } = card.flow
  const drafts = lock.chosen?.draftCount ?? 0
  const asksCode = seat.card !== null && (stage === 'pin' || stage === 'working')
  return (
    <section className={classes.form} aria-label={same ? fr.locked : fr.open} data-region tabIndex={-1}>
      <div className={classes.head}>
        <h1 style={{ fontSize: '0.9375rem', lineHeight: '1.25rem' }}>{same ? fr.locked : fr.open}</h1>
        <p>{same ? sinceWhen(session) : fr.otherUser(lock.chosen?.displayName ?? '')}</p>
      </div>
      {drafts > 0 ? (
        <Block tone="success" icon={IconDeviceFloppy} announce="off">
          {fr.drafts(drafts)}
        </Block>
      ) : null}
      {asksCode && seat.card !== null ? (
        <PinForm
          card={seat.card}
          holder={sayHolder(seat.card, lock.users)}
          problem={card.flow.problem}
          busy={stage === 'working'}
          submitLabel={cardsText.pin.unlock}
          cancelLabel={cardsText.lock.password}
          wide
          onSubmit={card.flow.submit}
          onCancel={card.flow.cancel}
        />
      ) : (
        <>
          <PasswordForm lock={lock} same={same} focus={props.focus} />
          {card.isHidden ? null : (
            <CardPart card={card} users={lock.users} same={same} training={session.profile === 'training'} />
          )}
          <PscSignIn
            cabinetId={session.cabinetId}
            user={lock.chosen ?? null}
            size="dialog"
            onOpened={props.onUnlocked}
          />
        </>
      )}
      <div className={classes.links}>
        <Button kind="bare" onClick={() => void lock.signOut()}>
          {fr.signOut}
        </Button>
        <Button kind="bare" onClick={props.onClose}>
          {fr.closeCabinet}
        </Button>
      </div>
    </section>
  )
}

function PasswordForm({ lock, same, focus }: { lock: Lock; same: boolean; focus: boolean }) {
  const left = useCountdown(lock.problem)
  const field = useRef<HTMLInputElement>(null)
  useEffect(() => {
    if (focus || document.activeElement === document.body) field.current?.focus()
  }, [focus])
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (left === 0) void lock.unlock()
  }
  const refusal =
    lock.problem === null ? undefined : lock.problem.problem === 'cabinet.wait' ? undefined : sayRefusal(lock.problem)
  return (
    <form className={classes.fields} onSubmit={submit} noValidate>
      <PasswordField
        ref={field}
        label={fr.password}
        autoComplete="current-password"
        value={lock.password}
        onChange={lock.setPassword}
        error={refusal}
        warning={left > 0 ? fr.wait(sayDelay(left)) : undefined}
      />
      <Button kind="primary" size="dialog" wide type="submit" keys="Enter" disabled={lock.busy || left > 0}>
        {same ? fr.unlock : fr.openSession}
      </Button>
    </form>
  )
}

const cardAction: Action<{ press: () => void }> = {
  id: 'lock.card',
  label: cardsText.door.unlock,
  keys: 'Alt+C',
  group: cardsText.door.keysGroup,
  run: ({ press }) => press(),
}
const cardActions = [cardAction]

/** « Déverrouiller avec la CPS », and what the reader shows. */
function CardPart(props: {
  readonly card: LockCard
  readonly users: readonly SessionUser[]
  readonly same: boolean
  readonly training: boolean
}) {
  const { card, users, same, training } = props
  const { flow, isAwaited } = card
  const { press, seat } = flow
  useActions(
    cardActions,
    useMemo(() => ({ press }), [press]),
  )
  const isThere = seat.sight === 'ready' || seat.sight === 'reading' || seat.sight === 'blocked'
  return (
    <div className={classes.cardPart}>
      <Button size="dialog" wide icon={IconIdBadge2} keys="Alt+C" describedBy="lock-sight" onClick={press}>
        {same ? cardsText.door.unlock : cardsText.door.handOver}
      </Button>
      <div id="lock-sight">
        {isThere || flow.explains ? <SightLine seat={seat} users={users} training={training} /> : null}
        {isThere || flow.explains ? null : (
          <p className={classes.hint} role={isAwaited ? 'status' : undefined}>
            {isAwaited ? cardsText.lock.putBack : cardsText.lock.hint}
          </p>
        )}
      </div>
      {flow.explains ? <SightHelp sight={seat.sight} training={training} /> : null}
      <CardRefusal flow={flow} onEnrol={null} />
    </div>
  )
}

function sinceWhen({ displayName, lockedAt, lockReason, lockAfterMinutes }: SessionView): string {
  const why = lockReason === null ? '' : fr.reasons[lockReason](lockAfterMinutes)
  return lockedAt === null ? displayName : fr.lockedSince(displayName, lockedAt, why)
}

function SeatName() {
  const cabinet = useLiveQuery(describe, {})
  if (cabinet.value === undefined) return null
  return (
    <span className={classes.status}>
      <IconDeviceDesktop size={13} stroke={1.75} aria-hidden="true" />
      {shellText.status.seat(cabinet.value.seatName)}
    </span>
  )
}

function Clock() {
  const [now, setNow] = useState(() => new Date().toISOString())
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date().toISOString()), 5000)
    return () => clearInterval(timer)
  }, [])
  return (
    <>
      <span className="co-tabular">{sayHour(now)}</span>
      <span>{sayLongDay(now)}</span>
    </>
  )
}
