import { IconBuildingHospital, IconCopy, IconFolderOpen, IconHistory, IconPlus } from '@tabler/icons-react'
import { type FormEvent, useEffect, useRef, useState } from 'react'
import { describe } from '#app/features/cabinet/contract.ts'
import type { KnownCabinet } from '#app/features/cabinet/model.ts'
import type { SessionView } from '#app/features/sessions/model.ts'
import { sayDelay, sayRefusal } from '#app/text/fr/common.ts'
import { networkSeatText } from '#app/text/fr/network-seat.ts'
import { openingText as fr } from '#app/text/fr/opening.ts'
import { roleText } from '#app/text/fr/permissions.ts'
import { useCabinet, useCountdown, useLiveQuery } from '#renderer/client/index.ts'
import { CardDoor, type CardToEnrol } from '#renderer/features/cards/index.ts'
import { PscSignIn } from '#renderer/features/psc/index.ts'
import { TrainingReader } from '#renderer/features/training-reader/index.ts'
import { Block, Button, EntryCard, PasswordField, SelectField, type SelectOption, Tag } from '#ui/index.ts'
import { rememberOpened } from './memory.ts'
import { NetworkCabinets } from './NetworkCabinets.tsx'
import classes from './Opening.module.css'
import { type Door as DoorState, useDoor } from './useDoor.ts'
import { useSeatLine } from './useHosts.ts'

/** Where one may go from « Ouverture du cabinet ». */
export interface DoorProps {
  readonly onOpened: (session: SessionView) => void
  readonly onCreate: () => void
  readonly onRestore: () => void
  readonly onTraining: () => void
  readonly onForgotten: (cabinet: KnownCabinet) => void
  readonly onJoin: () => void
  readonly onEnrol: (cabinet: KnownCabinet, enrol: CardToEnrol, proposed: string | undefined) => void
}

/** « Ouverture du cabinet » (CAB-1). */
export function Door(props: DoorProps) {
  const door = useDoor(props.onOpened)
  const cabinet = useLiveQuery(describe, {})
  const { cabinet: chosen } = door
  // A browser has no line to choose: its page came from the host.
  const { seat } = useCabinet()
  const line = useSeatLine()
  const host = line?.host ?? null
  // Nothing shows for a moment to go away again.
  const isOwn = cabinet.value?.atHost === true && (seat === null || (line !== null && host === null))
  return (
    <EntryCard
      title={fr.title}
      aside={cabinet.value === undefined ? null : fr.seat(cabinet.value.seatName, cabinet.value.programVersion)}
      second={
        <>
          <CardDoor
            cabinet={chosen}
            remote={host !== null}
            onOpened={(session) => {
              rememberOpened({ cabinetId: session.cabinetId, userId: session.userId })
              props.onOpened(session)
            }}
            onEnrol={(enrol) => {
              if (chosen !== undefined) props.onEnrol(chosen, enrol, door.user?.userId)
            }}
          />
          <PscSignIn
            cabinetId={chosen?.state === 'open' ? chosen.cabinetId : null}
            user={door.user ?? null}
            size="entry"
            onOpened={(session) => {
              rememberOpened({ cabinetId: session.cabinetId, userId: session.userId })
              props.onOpened(session)
            }}
          />
          {chosen?.profile === 'training' ? (
            <p className={classes.trainingReader}>
              <TrainingReader place="foot" />
            </p>
          ) : null}
          {isOwn ? <OtherCabinets {...props} /> : null}
          {cabinet.value?.atHost === false && seat === null ? <CabinetsOfHost /> : null}
          {line === null ? null : <NetworkCabinets line={line} onJoin={props.onJoin} />}
        </>
      }
      bottom={
        // The folders of another computer are for whoever sits before it.
        cabinet.value === undefined || !isOwn ? undefined : (
          <FolderHint folder={cabinet.value.cabinetsFolder} onFolder={door.addFolder} />
        )
      }
    >
      <DoorForm
        door={door}
        host={host?.name ?? null}
        onForgotten={chosen === undefined ? undefined : () => props.onForgotten(chosen)}
      />
    </EntryCard>
  )
}

function cabinetOption({ cabinetId, name, state, profile }: KnownCabinet, host: string | null): SelectOption {
  const hosted = host === null ? undefined : networkSeatText.hosted(host)
  const own = state === 'closed' ? (profile === 'training' ? fr.states.training : undefined) : fr.states[state]
  // What cannot be opened says so first; that it is open is usual on a host.
  const word = hosted !== undefined && (state === 'open' || state === 'closed') ? hosted : own
  return { value: cabinetId, label: name, trail: word === undefined ? undefined : <Tag>{word}</Tag> }
}

function DoorForm(props: { door: DoorState; host: string | null; onForgotten: (() => void) | undefined }) {
  const { door, host, onForgotten } = props
  const left = useCountdown(door.problem)
  const { problem } = door
  const aboutPassword = problem?.problem === 'cabinet.wrong-password' || problem?.problem === 'cabinet.wait'
  const refusal =
    problem === null ? undefined : problem.problem === 'cabinet.wait' ? waiting(left) : sayRefusal(problem)
  const held = left > 0 && aboutPassword
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!held) void door.open()
  }
  const none = !door.waiting && door.cabinets.length === 0
  const field = useRef<HTMLInputElement>(null)
  const userId = door.user?.userId
  useEffect(() => {
    // The names are chosen in advance: the hands go straight to the password.
    if (userId !== undefined && (document.activeElement === document.body || door.problem !== null))
      field.current?.focus()
  }, [userId, door.problem])
  return (
    <form className={classes.form} onSubmit={submit} noValidate>
      <SelectField
        label={fr.cabinet}
        size="dialog"
        value={door.cabinet?.cabinetId ?? null}
        options={door.cabinets.map((one) => cabinetOption(one, host))}
        onChange={door.chooseCabinet}
        placeholder={none ? fr.noCabinet : undefined}
        disabled={none}
      />
      <SelectField
        label={fr.user}
        size="dialog"
        value={door.user?.userId ?? null}
        options={(door.cabinet?.users ?? []).map((user) => ({
          value: user.userId,
          label: user.displayName,
          trail: <Tag>{roleText[user.role]}</Tag>,
        }))}
        onChange={door.chooseUser}
        placeholder={fr.chooseUser}
        disabled={none}
        searchable={(door.cabinet?.users.length ?? 0) > 8}
      />
      <PasswordField
        ref={field}
        label={fr.password}
        autoComplete="current-password"
        value={door.password}
        onChange={door.setPassword}
        disabled={none}
        error={aboutPassword ? refusal : undefined}
        warning={held && problem?.problem !== 'cabinet.wait' ? fr.wait(sayDelay(left)) : undefined}
      />
      {refusal === undefined || aboutPassword ? null : (
        <Block tone="error" announce="assertive">
          {refusal}
        </Block>
      )}
      <Button kind="primary" size="entry" wide spread type="submit" keys="Enter" disabled={none || door.busy || held}>
        {door.busy ? fr.opening : held ? fr.wait(sayDelay(left)) : fr.open}
      </Button>
      {onForgotten === undefined ? null : (
        <p className={classes.forgotten}>
          <button type="button" className={classes.inline} onClick={onForgotten}>
            {fr.forgotten}
          </button>
          {fr.forgottenHint}
        </p>
      )}
    </form>
  )
}

function waiting(left: number): string | undefined {
  return left > 0 ? fr.wait(sayDelay(left)) : undefined
}

function OtherCabinets({ onCreate, onRestore, onTraining }: DoorProps) {
  return (
    <>
      <h2 className={classes.subtitle}>{fr.other}</h2>
      <div className={classes.others}>
        <Button kind="link" icon={IconPlus} onClick={onCreate}>
          {fr.create}
        </Button>
        <Button kind="link" icon={IconHistory} onClick={onRestore}>
          {fr.restore}
        </Button>
        <Button kind="link" icon={IconBuildingHospital} onClick={onTraining}>
          {fr.training}
        </Button>
        <p className={classes.otherHint}>{fr.trainingHint}</p>
      </div>
    </>
  )
}

function CabinetsOfHost() {
  return (
    <>
      <h2 className={classes.subtitle}>{fr.other}</h2>
      <p className={classes.atHost}>{fr.otherAtHost}</p>
    </>
  )
}

function FolderHint({ folder, onFolder }: { folder: string; onFolder: (folder: string) => Promise<void> }) {
  const { seat } = useCabinet()
  const [copied, setCopied] = useState(false)
  const copy = async () => {
    await navigator.clipboard.writeText(folder)
    setCopied(true)
  }
  const choose = async () => {
    const answer = await seat?.chooseFolder({ startAt: folder })
    if (answer !== undefined && answer.path !== null) await onFolder(answer.path)
  }
  return (
    <>
      <IconFolderOpen size={16} stroke={1.75} aria-hidden="true" />
      <span className={classes.folder}>
        {fr.folderHint}
        <strong>{folder}</strong>
      </span>
      <Button size="small" icon={IconCopy} onClick={() => void copy()}>
        {copied ? fr.copied : fr.copy}
      </Button>
      {seat === null ? null : (
        <Button size="small" onClick={() => void choose()}>
          {fr.chooseFolder}
        </Button>
      )}
    </>
  )
}
