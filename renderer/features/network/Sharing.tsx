import { useState } from 'react'
import { readNetworkStatus, setSharing } from '#app/features/network/contract.ts'
import type { NetworkStatus, PairedSeat } from '#app/features/network/model.ts'
import { networkText } from '#app/text/fr/network.ts'
import { type AnyProblem, useAskAgain, useCabinet } from '#renderer/client/index.ts'
import { Refusal } from '#renderer/features/forms/index.ts'
import { Block, Button, DescriptionList, Dialog, Switch } from '#ui/index.ts'
import { Pairs } from './Fingerprint.tsx'
import classes from './Network.module.css'

const fr = networkText.sharing

/** « Partager ce cabinet sur le réseau », and where it is then found. */
export function Sharing({ status, seats }: { status: NetworkStatus; seats: readonly PairedSeat[] }) {
  const { call } = useCabinet()
  const askAgainOf = useAskAgain()
  const [stopping, setStopping] = useState(false)
  const [busy, setBusy] = useState(false)
  const [refusal, setRefusal] = useState<AnyProblem | null>(null)
  if (!status.available) {
    return (
      <Block tone="info" title={fr.unavailable.title}>
        {fr.unavailable.text}
      </Block>
    )
  }
  const online = seats.filter((seat) => seat.online).map(({ name }) => name)
  const share = async (sharing: boolean) => {
    setBusy(true)
    setStopping(false)
    const reply = await call(setSharing, { sharing, port: null })
    setBusy(false)
    setRefusal(reply.ok ? null : reply)
    askAgainOf(readNetworkStatus)
  }
  return (
    <>
      <Switch
        label={fr.label}
        checked={status.sharing}
        disabled={busy}
        onChange={(wanted) => (!wanted && online.length > 0 ? setStopping(true) : void share(wanted))}
        hint={status.sharing ? fr.on : fr.off}
      />
      {refusal === null ? null : <Refusal problem={refusal} />}
      {status.sharing ? (
        <DescriptionList
          entries={[
            { term: fr.computer, value: status.computerName },
            { term: fr.addresses, value: <Addresses addresses={status.addresses} /> },
            { term: fr.fingerprint, value: <Pairs fingerprint={status.fingerprint} /> },
            {
              term: fr.discovery,
              value: status.discoverable ? fr.discoverable(status.discoveryName) : fr.notDiscoverable,
            },
          ]}
        />
      ) : null}
      {stopping ? (
        <Dialog
          title={fr.stop.title}
          onClose={() => setStopping(false)}
          onSubmit={() => void share(false)}
          footer={
            <>
              <Button size="dialog" keys="Escape" onClick={() => setStopping(false)} autoFocus>
                {fr.stop.keep}
              </Button>
              <Button sends size="dialog" kind="danger" type="submit">
                {fr.stop.confirm}
              </Button>
            </>
          }
        >
          <p>{fr.stop.text(online)}</p>
        </Dialog>
      ) : null}
    </>
  )
}

/** One address a line, each to be copied whole. */
export function Addresses({ addresses }: { addresses: readonly string[] }) {
  if (addresses.length === 0) return fr.noAddress
  return (
    <ul className={classes.addresses}>
      {addresses.map((address) => (
        <li key={address}>
          <code className={classes.code}>{address}</code>
        </li>
      ))}
    </ul>
  )
}
