import { useState } from 'react'
import { readScanFolder, saveScanFolder } from '#app/features/documents/contract.ts'
import { sayDay, sayRefusal } from '#app/text/fr/common.ts'
import { documentsText, scanFaultReasons } from '#app/text/fr/documents.ts'
import { type AnyProblem, useAskAgain, useCabinet, useLiveQuery, useSession } from '#renderer/client/index.ts'
import { Block } from '#ui/Block.tsx'
import { Button } from '#ui/Button.tsx'
import { TextField } from '#ui/TextField.tsx'
import classes from './Settings.module.css'

const text = documentsText.scan

/** The folder where a scanner puts its files, named at the cabinet's own computer. */
export function ScanFolderForm() {
  const { permissions } = useSession()
  const mayRead = permissions.includes('document.write')
  const { value } = useLiveQuery(readScanFolder, mayRead ? {} : null, {
    kinds: ['settings', 'record'],
    freshOnMount: true,
  })
  if (value === undefined) return null
  return <KnownFolder key={value.version} known={value} mayEdit={permissions.includes('cabinet.configure')} />
}

function KnownFolder(props: {
  readonly known: {
    readonly settings: { readonly folder: string | null }
    readonly state: keyof typeof text.states
    readonly faults: readonly {
      readonly fileName: string
      readonly reason: keyof typeof scanFaultReasons
      readonly at: string
    }[]
    readonly isAtHost: boolean
    readonly version: number
  }
  readonly mayEdit: boolean
}) {
  const { known, mayEdit } = props
  const { call } = useCabinet()
  const askAgainOf = useAskAgain()
  const [folder, setFolder] = useState(known.settings.folder ?? '')
  const [refusal, setRefusal] = useState<AnyProblem | null>(null)
  const save = async (wanted: string | null) => {
    const reply = await call(saveScanFolder, { settings: { folder: wanted }, expectedVersion: known.version })
    setRefusal(reply.ok ? null : reply)
    if (reply.ok) askAgainOf(readScanFolder)
  }
  const isChangeable = mayEdit && known.isAtHost
  return (
    <section className={classes['scan']} aria-label={text.title}>
      <h3>{text.title}</h3>
      <p role="status" className={classes['quiet']}>
        {text.states[known.state]}
      </p>
      <form
        className={classes['scanLine']}
        onSubmit={(event) => {
          event.preventDefault()
          if (folder.trim() !== '') void save(folder.trim())
        }}
      >
        <TextField
          label={text.folder}
          hint={known.isAtHost ? text.hint : text.hostOnly}
          placeholder={text.placeholder}
          value={folder}
          maxLength={500}
          readOnly={!isChangeable}
          onChange={setFolder}
        />
        {isChangeable ? (
          <div className={classes['scanButtons']}>
            <Button type="submit" sends disabled={folder.trim() === '' || folder.trim() === known.settings.folder}>
              {text.save}
            </Button>
            {known.settings.folder === null ? null : (
              <Button sends onClick={() => void save(null)}>
                {text.stop}
              </Button>
            )}
          </div>
        ) : null}
      </form>
      {refusal === null ? null : (
        <Block tone="error" title={text.failed}>
          {sayRefusal(refusal)}
        </Block>
      )}
      {known.faults.length === 0 ? null : (
        <>
          <h3>{text.faults}</h3>
          <ul className={classes['faults']}>
            {known.faults.slice(0, 10).map(({ fileName, reason, at }) => (
              <li key={`${fileName} ${at}`}>
                <bdi>{fileName}</bdi> · {sayDay(at)} · {scanFaultReasons[reason]}
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  )
}
