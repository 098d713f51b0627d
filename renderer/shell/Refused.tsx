import type { RefusedBecause } from '#app/kernel/greeting.ts'
import { refusedText as fr } from '#app/text/fr/line.ts'
import { madeOf, useCabinet } from '#renderer/client/index.ts'
import { LeaveHost, useSeatLine } from '#renderer/features/opening/index.ts'
import { JoinScreen } from '#renderer/features/network/index.ts'
import { Block, Button, EntryWindow } from '#ui/index.ts'

/** The host does not let this seat in: why, and what to do about it. */
export function Refused({ because, hostProgram }: { because: RefusedBecause; hostProgram: string }) {
  const { retryLine } = useCabinet()
  const line = useSeatLine()
  const isBrowser = window.location.protocol !== 'app:'
  if (isBrowser && (because === 'not-paired' || because === 'revoked'))
    return <JoinScreen wasRevoked={because === 'revoked'} onJoined={retryLine} />
  return (
    <EntryWindow title={fr.title}>
      <Block
        tone={because === 'full' ? 'offline' : 'error'}
        announce="assertive"
        title={fr.because[because]}
        actions={
          isBrowser ? (
            <Button size="dialog" onClick={() => window.location.reload()}>
              {fr.reload}
            </Button>
          ) : (
            <>
              <Button size="dialog" onClick={retryLine}>
                {fr.retry}
              </Button>
              <LeaveHost line={line} />
            </>
          )
        }
      >
        {because === 'version' ? fr.versions(madeOf.program, hostProgram, isBrowser) : fr.what[because]}
      </Block>
    </EntryWindow>
  )
}
