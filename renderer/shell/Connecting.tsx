import { useEffect, useState } from 'react'
import { lostText } from '#app/text/fr/line.ts'
import { shellText as fr } from '#app/text/fr/shell.ts'
import { useCabinet } from '#renderer/client/index.ts'
import { HostLine } from '#renderer/features/opening/index.ts'
import { Block, EntryWindow } from '#ui/index.ts'

/** Before the cabinet has said who is signed in: nothing for 300 ms, then what is awaited. */
export function Connecting() {
  const { connection } = useCabinet()
  const [shown, setShown] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setShown(true), 300)
    return () => clearTimeout(timer)
  }, [])
  if (connection.kind === 'lost') {
    return (
      <EntryWindow title={fr.program}>
        <HostLine
          otherwise={
            <Block tone="offline" announce="assertive" title={lostText.title(connection.since.toISOString())}>
              {fr.connecting}
            </Block>
          }
        />
      </EntryWindow>
    )
  }
  return shown ? <EntryWindow title={fr.program}>{fr.connecting}</EntryWindow> : null
}
