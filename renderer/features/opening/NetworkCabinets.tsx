import { IconArrowBackUp, IconPlugConnected, IconServer2, IconX } from '@tabler/icons-react'
import { useState } from 'react'
import type { KnownHost } from '#app/devices/network.ts'
import { networkSeatText as fr } from '#app/text/fr/network-seat.ts'
import { useCabinet } from '#renderer/client/index.ts'
import { Block, Button, Dialog, IconButton, Tag } from '#ui/index.ts'
import classes from './Network.module.css'
import opening from './Opening.module.css'
import { type SeatLine, useKnownHosts } from './useHosts.ts'

/** « Cabinet du réseau », beside the cabinets of this computer: the hosts it was joined to, and the way to join another. */
export function NetworkCabinets({ line, onJoin }: { line: SeatLine; onJoin: () => void }) {
  const { seat, connection } = useCabinet()
  const { hosts, askAgain } = useKnownHosts()
  const [forgetting, setForgetting] = useState<KnownHost | null>(null)
  const [failed, setFailed] = useState(false)

  const act = async (work: () => Promise<unknown> | undefined) => {
    setFailed(false)
    try {
      await work()
      askAgain()
    } catch {
      setFailed(true)
    }
  }
  return (
    <>
      <h2 className={opening.subtitle}>{fr.title}</h2>
      {failed ? (
        <Block tone="error" announce="assertive">
          {fr.failed}
        </Block>
      ) : null}
      <div className={opening.others}>
        {(hosts ?? []).map((host) => (
          <HostRow
            key={host.hostId}
            host={host}
            chosen={host.hostId === line.host?.hostId}
            onOpen={() => void act(() => seat?.connectTo({ hostId: host.hostId }))}
            onForget={() => setForgetting(host)}
          />
        ))}
        <Button kind="link" icon={IconPlugConnected} onClick={onJoin}>
          {fr.join}
        </Button>
        {hosts?.length === 0 ? <p className={opening.otherHint}>{fr.none}</p> : null}
        {/* While the line is down, what says so offers the same. */}
        {line.host === null || connection.kind !== 'ready' ? null : (
          <Button kind="link" icon={IconArrowBackUp} onClick={() => void act(() => seat?.connectTo({ hostId: null }))}>
            {fr.back}
          </Button>
        )}
      </div>
      {forgetting === null ? null : (
        <ForgetDialog
          host={forgetting}
          onClose={() => setForgetting(null)}
          onForget={() => {
            const { hostId } = forgetting
            setForgetting(null)
            void act(async () => {
              await seat?.forgetHost({ hostId })
              if (line.host?.hostId === hostId) await seat?.connectTo({ hostId: null })
            })
          }}
        />
      )}
    </>
  )
}

function HostRow(props: { host: KnownHost; chosen: boolean; onOpen: () => void; onForget: () => void }) {
  const { host, chosen } = props
  return (
    <div className={classes.host}>
      <button
        type="button"
        className={classes.hostButton}
        onClick={props.onOpen}
        disabled={chosen}
        title={chosen ? undefined : fr.open(host.name)}
      >
        <IconServer2 size={16} stroke={1.75} aria-hidden="true" />
        <span className={classes.hostText}>
          <strong>{host.name}</strong>
          <small>{host.address}</small>
        </span>
        {chosen && host.reachable ? (
          <Tag tone="accent">{fr.chosen}</Tag>
        ) : (
          <Tag tone={host.reachable ? 'success' : 'warning'}>{host.reachable ? fr.answers : fr.silent}</Tag>
        )}
      </button>
      <IconButton icon={IconX} size="small" label={fr.forget(host.name)} onClick={props.onForget} />
    </div>
  )
}

function ForgetDialog({ host, onClose, onForget }: { host: KnownHost; onClose: () => void; onForget: () => void }) {
  return (
    <Dialog
      title={fr.forgetTitle(host.name)}
      onClose={onClose}
      footer={
        <>
          <Button size="dialog" keys="Escape" onClick={onClose} autoFocus>
            {fr.forgetKeep}
          </Button>
          <Button size="dialog" kind="danger" onClick={onForget}>
            {fr.forgetConfirm}
          </Button>
        </>
      }
    >
      <p>{fr.forgetText}</p>
    </Dialog>
  )
}
