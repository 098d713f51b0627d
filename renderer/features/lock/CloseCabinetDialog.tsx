import { useState } from 'react'
import { closeCabinet } from '#app/features/cabinet/contract.ts'
import { sayRefusal } from '#app/text/fr/common.ts'
import { lockText } from '#app/text/fr/lock.ts'
import { type AnyProblem, useCabinet } from '#renderer/client/index.ts'
import { Block, Button, Dialog } from '#ui/index.ts'

const fr = lockText.closing

/** Asks before closing the cabinet of this computer; `before` keeps what is typed. */
export function CloseCabinetDialog({ onClose, before }: { onClose: () => void; before?: () => Promise<void> }) {
  const { call, adopt } = useCabinet()
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<AnyProblem | null>(null)
  const close = async () => {
    setBusy(true)
    await before?.()
    const reply = await call(closeCabinet, { withBackup: true })
    setBusy(false)
    if (!reply.ok) {
      setProblem(reply)
      return
    }
    adopt(null)
  }
  return (
    <Dialog
      title={fr.title}
      onClose={() => {
        if (!busy) onClose()
      }}
      onSubmit={() => void close()}
      footer={
        <>
          <Button size="dialog" keys="Escape" disabled={busy} onClick={onClose}>
            {fr.stay}
          </Button>
          <Button sends size="dialog" kind="primary" type="submit" disabled={busy}>
            {fr.confirm}
          </Button>
        </>
      }
    >
      <p>{busy ? fr.running : `${fr.text} ${fr.othersToo}`}</p>
      {problem === null ? null : (
        <Block tone="error" announce="assertive">
          {sayRefusal(problem)}
        </Block>
      )}
    </Dialog>
  )
}
