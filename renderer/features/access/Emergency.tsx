import { IconAlertTriangle } from '@tabler/icons-react'
import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react'
import { acknowledgeEmergency, endEmergency, listEmergencies } from '#app/features/access/contract.ts'
import type { EmergencyAccess } from '#app/features/access/model.ts'
import { accessText } from '#app/text/fr/access.ts'
import { sayRefusal } from '#app/text/fr/common.ts'
import { shellText } from '#app/text/fr/shell.ts'
import { type AnyProblem, useAskAgain, useCabinet, useLiveQuery, useSession } from '#renderer/client/index.ts'
import { type Action, Block, Button, useActions } from '#ui/index.ts'
import classes from './Access.module.css'
import { EmergencyDialog } from './EmergencyDialog.tsx'
import { useSight } from './useSight.ts'

const fr = accessText.emergency

const EmergencyContext = createContext<(() => void) | null>(null)

/** Opens « Accès d’urgence… »; `null` for who sees every record, or may not. */
export function useEmergency(): (() => void) | null {
  return useContext(EmergencyContext)
}

const ask: Action<{ open: () => void; allowed: boolean }> = {
  id: 'access.emergency',
  label: fr.command,
  group: shellText.menus.record,
  enabledFor: ({ allowed }) => allowed,
  run: ({ open }) => open(),
}
const actions = [ask]
const none: typeof actions = []

/** Gives the screens below « Accès d’urgence… », in the list, the search and the commands. */
export function EmergencyProvider(props: {
  readonly children: ReactNode
  readonly onOpened: (patientIds: readonly string[]) => void
}) {
  const session = useSession()
  const { limited } = useSight()
  const [asked, setAsked] = useState(false)
  const allowed = limited && session.permissions.includes('access.emergency')
  const open = useMemo(() => () => setAsked(true), [])
  useActions(
    allowed ? actions : none,
    useMemo(() => ({ open, allowed }), [open, allowed]),
  )
  return (
    <EmergencyContext value={allowed ? open : null}>
      {props.children}
      {asked ? (
        <EmergencyDialog
          onClose={() => setAsked(false)}
          onOpened={(patientIds) => {
            setAsked(false)
            props.onOpened(patientIds)
          }}
        />
      ) : null}
    </EmergencyContext>
  )
}

/** « Accès d’urgence… » beside a record that does not open; nothing for who may not ask. */
export function EmergencyButton() {
  const open = useEmergency()
  if (open === null) return null
  return (
    <Button size="small" onClick={open}>
      {fr.command}
    </Button>
  )
}

function useEmergencies() {
  const session = useSession()
  const reads = session.permissions.includes('patient.read')
  return useLiveQuery(listEmergencies, reads ? {} : null, { kinds: ['emergency'] })
}

/** « Accès d’urgence jusqu’à 16:32 — Terminer », over a record opened that way. */
export function EmergencyBand(props: { readonly patientId: string; readonly onOver: () => void }) {
  const { patientId, onOver } = props
  const answer = useEmergencies()
  // A band appears with its access and is taken away by its timer; the clock is read once for each answer.
  // oxlint-disable-next-line react/purity
  const now = new Date().toISOString()
  const access = answer.value?.own.find(
    (one) => one.patientId === patientId && one.endedAt === null && one.endsAt > now,
  )
  return access === undefined ? null : <Band key={access.emergencyId} access={access} onOver={onOver} />
}

function Band({ access, onOver }: { access: EmergencyAccess; onOver: () => void }) {
  const { call } = useCabinet()
  const askAgainOf = useAskAgain()
  const [refusal, setRefusal] = useState<AnyProblem | null>(null)
  useEffect(() => {
    const timer = setTimeout(onOver, Math.max(0, new Date(access.endsAt).getTime() - Date.now()))
    return () => clearTimeout(timer)
  }, [access.endsAt, onOver])
  const end = async () => {
    const reply = await call(endEmergency, { emergencyId: access.emergencyId })
    askAgainOf(listEmergencies)
    if (reply.ok) onOver()
    else setRefusal(reply)
  }
  return (
    <div className={classes.band} role="status">
      <IconAlertTriangle size={16} stroke={1.75} aria-hidden="true" />
      <strong>{fr.band(access.endsAt)}</strong>
      <span className={classes.space}>{refusal === null ? fr.bandText : sayRefusal(refusal)}</span>
      <Button size="small" onClick={() => void end()}>
        {fr.end}
      </Button>
    </div>
  )
}

/** What the practitioner concerned is told, wherever they are, until they say they have seen it. */
export function EmergencyNotices() {
  const answer = useEmergencies()
  const unseen = (answer.value?.concerning ?? []).filter(({ acknowledged }) => !acknowledged)
  return unseen.map((access) => <Notice key={access.emergencyId} access={access} />)
}

function Notice({ access }: { access: EmergencyAccess }) {
  const { call } = useCabinet()
  const askAgainOf = useAskAgain()
  const [refusal, setRefusal] = useState<AnyProblem | null>(null)
  const [shownAt] = useState(() => new Date().toISOString())
  const seen = async () => {
    const reply = await call(acknowledgeEmergency, { emergencyId: access.emergencyId })
    if (!reply.ok) setRefusal(reply)
    askAgainOf(listEmergencies)
  }
  return (
    <Block
      tone="warning"
      flush
      announce="assertive"
      title={fr.notice(access.displayName, access.patientName)}
      actions={
        <Button size="small" onClick={() => void seen()}>
          {fr.seen}
        </Button>
      }
    >
      {fr.noticeReason(access.startedAt, shownAt, access.reason)}
      {refusal === null ? '' : ` ${sayRefusal(refusal)}`}
    </Block>
  )
}
