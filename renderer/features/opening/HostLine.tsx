import { networkSeatText as fr, sayLineFailure } from '#app/text/fr/network-seat.ts'
import { useCabinet } from '#renderer/client/index.ts'
import { Block, Button } from '#ui/index.ts'
import { useSeatLine } from './useHosts.ts'

/**
 * Says that the host of this window does not answer, why, and how to go back to the cabinets of this computer; nothing when
 * the line is up, or goes to no host: `otherwise` is shown then.
 */
export function HostLine({ otherwise }: { otherwise: React.ReactNode }) {
  const { seat, connection } = useCabinet()
  const line = useSeatLine()
  if (connection.kind === 'ready') return null
  if (line === null || line.host === null || (line.failure === null && connection.kind === 'connecting'))
    return otherwise
  const { name } = line.host
  return (
    <Block
      tone="offline"
      announce="assertive"
      title={fr.lost.title(name)}
      actions={
        <Button size="small" onClick={() => void seat?.connectTo({ hostId: null })}>
          {fr.back}
        </Button>
      }
    >
      {line.failure === null ? null : <p>{sayLineFailure(line.failure, name)}</p>}
      {line.failure === 'unreachable' || line.failure === null ? <p>{fr.lost.retrying}</p> : null}
    </Block>
  )
}
