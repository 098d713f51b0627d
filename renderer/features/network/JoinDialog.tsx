import { useCallback, useEffect, useRef, useState } from 'react'
import { startPairing, stopPairing } from '#app/features/network/contract.ts'
import type { NetworkStatus, PairedSeat, PairingCode } from '#app/features/network/model.ts'
import { codeLifeMs } from '#app/features/network/pairing.ts'
import { sayDelay } from '#app/text/fr/common.ts'
import { networkText } from '#app/text/fr/network.ts'
import { type AnyProblem, useCabinet } from '#renderer/client/index.ts'
import { Refusal } from '#renderer/features/forms/index.ts'
import { Block, Button, Dialog, Skeleton } from '#ui/index.ts'
import { Fingerprint } from './Fingerprint.tsx'
import classes from './Network.module.css'
import { Addresses } from './Sharing.tsx'

const fr = networkText.code

/** « Joindre un ordinateur »: the code, large, the time it has left, and what to do on the other computer. */
export function JoinDialog(props: {
  readonly status: NetworkStatus
  readonly seats: readonly PairedSeat[]
  readonly onJoined: (seat: PairedSeat) => void
  readonly onClose: () => void
}) {
  const { status, seats, onJoined, onClose } = props
  const { call } = useCabinet()
  const [pairing, setPairing] = useState<PairingCode | null>(null)
  const [refusal, setRefusal] = useState<AnyProblem | null>(null)
  const known = useRef(new Set(seats.map(({ fingerprint }) => fingerprint)))

  const draw = useCallback(async () => {
    setPairing(null)
    setRefusal(null)
    const reply = await call(startPairing, {})
    if (reply.ok) setPairing(reply.value.pairing)
    else setRefusal(reply)
  }, [call])
  useEffect(() => {
    const first = requestAnimationFrame(() => void draw())
    return () => {
      cancelAnimationFrame(first)
      // A code nobody looks at joins nobody.
      void call(stopPairing, {})
    }
  }, [draw, call])
  useEffect(() => {
    const seat = seats.find(({ fingerprint }) => !known.current.has(fingerprint))
    if (seat !== undefined) onJoined(seat)
  }, [seats, onJoined])

  return (
    <Dialog
      title={fr.title}
      width={680}
      onClose={onClose}
      footer={
        <Button size="dialog" keys="Escape" onClick={onClose}>
          {fr.close}
        </Button>
      }
    >
      {refusal === null ? null : <Refusal problem={refusal} onRetry={() => void draw()} retryLabel={fr.again} />}
      {pairing === null ? null : <Code key={pairing.code} pairing={pairing} onAgain={() => void draw()} />}
      {pairing === null && refusal === null ? <Skeleton lines={3} /> : null}
      <div className={classes.ways}>
        <section>
          <h3>{fr.program}</h3>
          <ol>
            {fr.programSteps.map((step) => (
              <li key={step}>{step}</li>
            ))}
          </ol>
        </section>
        <section>
          <h3>{fr.browser}</h3>
          <ol>
            <li>
              {fr.browserSteps[0]}
              <Addresses addresses={status.addresses} />
            </li>
            <li>
              {fr.browserSteps[1]}
              <Fingerprint title={networkText.sharing.fingerprint} fingerprint={status.fingerprint} />
            </li>
            <li>{fr.browserSteps[2]}</li>
          </ol>
        </section>
      </div>
    </Dialog>
  )
}

function Code({ pairing, onAgain }: { pairing: PairingCode; onAgain: () => void }) {
  const [left, setLeft] = useState(codeLifeMs)
  useEffect(() => {
    // Counted here from when it came: two computers seldom agree on the hour.
    const until = performance.now() + codeLifeMs
    const timer = setInterval(() => setLeft(Math.max(0, until - performance.now())), 500)
    return () => clearInterval(timer)
  }, [])
  if (left === 0) {
    return (
      <Block
        tone="warning"
        announce="assertive"
        actions={
          <Button sends size="small" onClick={onAgain}>
            {fr.again}
          </Button>
        }
      >
        {fr.over}
      </Block>
    )
  }
  return (
    <div className={classes.codeBlock}>
      <span className={classes.label}>{fr.label}</span>
      <output className={classes.codeShown}>{pairing.code}</output>
      <span className={classes.quiet}>{fr.left(sayDelay(left))}</span>
    </div>
  )
}
