import { IconPlugConnectedX } from '@tabler/icons-react'
import { type FormEvent, useState } from 'react'
import { listSeats, renameSeat, revokeSeat } from '#app/features/network/contract.ts'
import { type PairedSeat, seatName } from '#app/features/network/model.ts'
import { shownFingerprint } from '#app/features/network/pairing.ts'
import { sayDayAndHour, sayRefusal } from '#app/text/fr/common.ts'
import { networkText, saySeen } from '#app/text/fr/network.ts'
import { type AnyProblem, useAskAgain, useCabinet } from '#renderer/client/index.ts'
import { Block, Button, DescriptionList, Dialog, TextField } from '#ui/index.ts'
import { Pairs } from './Fingerprint.tsx'
import classes from './Network.module.css'

const fr = networkText.pane

/** One computer that joined: its name, who is there, and its withdrawal. */
export function SeatPane({ seat }: { seat: PairedSeat }) {
  const isWithdrawn = seat.revokedAt !== null
  return (
    <div className={classes.pane}>
      <h3>{seat.name}</h3>
      {isWithdrawn ? <Block tone="info">{fr.revokedText}</Block> : <Rename seat={seat} />}
      <DescriptionList
        entries={[
          { term: fr.kind, value: networkText.seats.kinds[seat.kind] },
          { term: fr.joined, value: sayDayAndHour(seat.pairedAt) },
          { term: fr.seen, value: seat.online ? networkText.seats.online : saySeen(seat.lastSeenAt) },
          ...(seat.revokedAt === null
            ? [{ term: fr.people, value: seat.people.length === 0 ? fr.nobody : seat.people.join(', ') }]
            : [{ term: fr.revokedOn, value: sayDayAndHour(seat.revokedAt) }]),
          { term: fr.fingerprint, value: <Pairs fingerprint={shownFingerprint(seat.fingerprint)} perLine={8} /> },
        ]}
      />
      {isWithdrawn ? null : <Withdrawal seat={seat} />}
    </div>
  )
}

function Rename({ seat }: { seat: PairedSeat }) {
  const { call } = useCabinet()
  const askAgainOf = useAskAgain()
  const [name, setName] = useState(seat.name)
  const [outcome, setOutcome] = useState<AnyProblem | 'missing' | 'done' | null>(null)
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    const typed = seatName.safeParse(name)
    if (!typed.success) return setOutcome('missing')
    const reply = await call(renameSeat, { fingerprint: seat.fingerprint, name: typed.data })
    if (reply.ok) {
      setName(reply.value.seat.name)
      askAgainOf(listSeats)
    }
    setOutcome(reply.ok ? 'done' : reply)
  }
  const refusal = outcome === null || typeof outcome === 'string' ? null : outcome
  return (
    <form className={classes.rename} onSubmit={(event) => void submit(event)} noValidate>
      <TextField
        label={fr.name}
        value={name}
        onChange={(typed) => {
          setName(typed)
          setOutcome(null)
        }}
        maxLength={40}
        error={outcome === 'missing' ? fr.nameRequired : refusal === null ? undefined : sayRefusal(refusal)}
        hint={outcome === 'done' ? fr.renamed : undefined}
      />
      <Button sends type="submit" disabled={name.trim() === seat.name}>
        {fr.rename}
      </Button>
    </form>
  )
}

function Withdrawal({ seat }: { seat: PairedSeat }) {
  const { call, seatName: own } = useCabinet()
  const askAgainOf = useAskAgain()
  const [asked, setAsked] = useState(false)
  const [busy, setBusy] = useState(false)
  const [refusal, setRefusal] = useState<AnyProblem | null>(null)
  const withdraw = async () => {
    if (busy) return
    setBusy(true)
    const reply = await call(revokeSeat, { fingerprint: seat.fingerprint })
    setBusy(false)
    if (!reply.ok) return setRefusal(reply)
    setAsked(false)
    askAgainOf(listSeats)
  }
  const words = fr.withdraw
  return (
    <section className={classes.danger} aria-label={words.title}>
      <h3>{words.title}</h3>
      <p>{words.text}</p>
      <div className={classes.right}>
        <Button kind="danger" icon={IconPlugConnectedX} hasPopup="dialog" onClick={() => setAsked(true)}>
          {words.action}
        </Button>
      </div>
      {asked ? (
        <Dialog
          title={words.ask(seat.name)}
          onClose={() => setAsked(false)}
          onSubmit={() => void withdraw()}
          footer={
            <>
              <Button size="dialog" keys="Escape" onClick={() => setAsked(false)} autoFocus>
                {words.keep}
              </Button>
              <Button sends size="dialog" kind="danger" type="submit" disabled={busy}>
                {words.confirm}
              </Button>
            </>
          }
        >
          {seat.name === own ? <Block tone="warning">{words.own}</Block> : null}
          <p>{seat.people.length > 0 ? words.people(seat.people) : words.idle}</p>
          <p>{words.back}</p>
          {refusal === null ? null : (
            <Block tone="error" announce="assertive">
              {sayRefusal(refusal)}
            </Block>
          )}
        </Dialog>
      ) : null}
    </section>
  )
}
