import { IconCircleCheck, IconCircleDashed, IconPlugConnected, IconPlugConnectedX } from '@tabler/icons-react'
import { useCallback, useMemo, useRef, useState } from 'react'
import { listSeats, readNetworkStatus } from '#app/features/network/contract.ts'
import { mostSeats, type PairedSeat } from '#app/features/network/model.ts'
import { networkText as fr, saySeen } from '#app/text/fr/network.ts'
import { type AnyProblem, useLiveQuery } from '#renderer/client/index.ts'
import { Refusal } from '#renderer/features/forms/index.ts'
import {
  type Action,
  Block,
  Button,
  type Column,
  DataTable,
  EmptyState,
  SidePanel,
  Skeleton,
  StatusMark,
  useActions,
} from '#ui/index.ts'
import { JoinDialog } from './JoinDialog.tsx'
import classes from './Network.module.css'
import { SeatPane } from './SeatPane.tsx'
import { Sharing } from './Sharing.tsx'

const joinAction: Action<{ join: (() => void) | null }> = {
  id: 'network.join',
  label: fr.join,
  keys: 'Alt+N',
  run: ({ join }) => join?.(),
}
const actions = [joinAction]

/** What a seat is now, as an icon and a word. */
export function SeatMark({ seat }: { seat: PairedSeat }) {
  if (seat.revokedAt !== null)
    return (
      <StatusMark tone="danger" icon={IconPlugConnectedX} drawing="bare">
        {fr.seats.revoked}
      </StatusMark>
    )
  return seat.online ? (
    <StatusMark tone="success" icon={IconPlugConnected} drawing="bare">
      {fr.seats.online}
    </StatusMark>
  ) : (
    <StatusMark tone="neutral" icon={IconCircleDashed} drawing="bare">
      {saySeen(seat.lastSeenAt)}
    </StatusMark>
  )
}

const columns: readonly Column<PairedSeat>[] = [
  { id: 'name', header: fr.seats.columns.name, width: 220, cell: (row) => <strong>{row.name}</strong> },
  { id: 'kind', header: fr.seats.columns.kind, width: 110, cell: (row) => fr.seats.kinds[row.kind] },
  { id: 'people', header: fr.seats.columns.people, width: 200, cell: (row) => row.people.join(', ') },
  {
    id: 'seen',
    header: fr.seats.columns.seen,
    width: 170,
    tabular: true,
    cell: (row) => (
      <span className={classes.cell}>
        <SeatMark seat={row} />
      </span>
    ),
  },
]

/** « Réseau » (CAB-6): whether the cabinet is shared, and the computers that joined it. */
export function NetworkSection() {
  const answer = useLiveQuery(readNetworkStatus, {}, { kinds: ['network'] })
  const status = answer.value?.status
  const seatsAnswer = useLiveQuery(listSeats, status?.available === true ? {} : null, { kinds: ['network', 'session'] })
  const [chosen, setChosen] = useState<string | null>(null)
  const [joining, setJoining] = useState(false)
  const [joinedNow, setJoinedNow] = useState<string | null>(null)
  const root = useRef<HTMLDivElement>(null)
  const seats = useMemo(() => inUseFirst(seatsAnswer.value?.seats ?? []), [seatsAnswer.value])
  const selected = seats.find(({ fingerprint }) => fingerprint === chosen) ?? seats[0]
  const canJoin = status?.sharing === true && seatsAnswer.value !== undefined
  const join = useCallback(() => {
    setJoinedNow(null)
    setJoining(true)
  }, [])
  useActions(
    actions,
    useMemo(() => ({ join: canJoin ? join : null }), [canJoin, join]),
  )
  const joined = seats.find(({ fingerprint, revokedAt }) => fingerprint === joinedNow && revokedAt === null)
  const problem = answer.problem ?? seatsAnswer.problem
  const active = seats.filter(({ revokedAt }) => revokedAt === null).length
  return (
    <div ref={root} className={classes.network}>
      <section className={classes.list} aria-label={fr.title} data-region tabIndex={-1}>
        <header className={classes.toolbar}>
          <h2>{fr.title}</h2>
          <Button
            sends
            kind="primary"
            icon={IconPlugConnected}
            keys="Alt+N"
            quietKeys
            disabled={!canJoin}
            onClick={join}
          >
            {fr.join}
          </Button>
        </header>
        {problem === undefined ? null : <Failure problem={problem} askAgain={answer.askAgain} />}
        {joined === undefined ? null : (
          <div className={classes.notice}>
            <Block tone="success" icon={IconCircleCheck}>
              {fr.code.done(joined.name)}
            </Block>
          </div>
        )}
        <div className={classes.sharing}>
          {status === undefined ? <Skeleton lines={3} /> : <Sharing status={status} seats={seats} />}
        </div>
        {status?.available === false ? null : (
          <>
            <h3 className={classes.heading}>{fr.seats.title}</h3>
            <DataTable
              label={fr.seats.title}
              columns={columns}
              rowCount={seats.length}
              rowAt={(index) => seats[index]}
              rowKey={(row) => row.fingerprint}
              selectedKey={selected?.fingerprint ?? null}
              onSelect={(row) => setChosen(row.fingerprint)}
              loading={seatsAnswer.waiting && problem === undefined ? <Skeleton lines={3} /> : undefined}
              empty={
                <EmptyState title={fr.seats.none.title}>
                  {status?.sharing === true ? fr.seats.none.shared : fr.seats.none.text}
                </EmptyState>
              }
            />
            <footer className={classes.about}>{fr.seats.about(active, mostSeats)}</footer>
          </>
        )}
      </section>
      {status?.available === false ? null : (
        <SidePanel side="right" label={fr.pane.title} width={360}>
          {selected === undefined ? (
            <p className={classes.choose}>{seatsAnswer.waiting ? '' : fr.pane.choose}</p>
          ) : (
            <SeatPane key={selected.fingerprint} seat={selected} />
          )}
        </SidePanel>
      )}
      {joining && status !== undefined ? (
        <JoinDialog
          status={status}
          seats={seats}
          onJoined={(seat) => {
            setJoining(false)
            setChosen(seat.fingerprint)
            setJoinedNow(seat.fingerprint)
          }}
          onClose={() => setJoining(false)}
        />
      ) : null}
    </div>
  )
}

function Failure({ problem, askAgain }: { problem: AnyProblem; askAgain: () => void }) {
  return (
    <div className={classes.notice}>
      <Refusal problem={problem} onRetry={askAgain} />
    </div>
  )
}

/** Seats that may come in before those withdrawn, each part as it came: newest first. */
function inUseFirst(seats: readonly PairedSeat[]): readonly PairedSeat[] {
  return seats.toSorted((one, other) => Number(one.revokedAt !== null) - Number(other.revokedAt !== null))
}
