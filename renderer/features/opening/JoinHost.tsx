import { IconRefresh, IconServer2 } from '@tabler/icons-react'
import { type FormEvent, useState } from 'react'
import { describe } from '#app/features/cabinet/contract.ts'
import { networkSeatText, sayJoining } from '#app/text/fr/network-seat.ts'
import type { JoiningProblem } from '#app/devices/network.ts'
import { openingText } from '#app/text/fr/opening.ts'
import { useCabinet, useLiveQuery } from '#renderer/client/index.ts'
import { Block, Button, EntryCard, Tag, TextField } from '#ui/index.ts'
import classes from './Network.module.css'
import opening from './Opening.module.css'
import { useDiscovery } from './useHosts.ts'

const fr = networkSeatText.joining

interface Fields {
  readonly address: string
  readonly code: string
  readonly seatName: string | null
}

/** Which field a refusal is about; the others are about the whole. */
const fieldOf: Partial<Record<JoiningProblem, 'address' | 'code'>> = {
  'address-refused': 'address',
  unreachable: 'address',
  'not-a-host': 'address',
  'code-malformed': 'code',
  'code-refused': 'code',
  'not-pairing': 'code',
}

/** « Joindre un cabinet du réseau »: where the host is, the code it shows, and this computer's name there. */
export function JoinHost({ onBack }: { onBack: () => void }) {
  const { seat } = useCabinet()
  const cabinet = useLiveQuery(describe, {})
  const [fields, setFields] = useState<Fields>({ address: '', code: '', seatName: null })
  const [shown, setShown] = useState(false)
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<JoiningProblem | 'failed' | null>(null)
  const [joined, setJoined] = useState<{ readonly name: string; readonly keyInKeyring: boolean } | null>(null)
  const seatName = fields.seatName ?? cabinet.value?.seatName.slice(0, 40) ?? ''
  const change = (part: Partial<Fields>) => {
    setFields((former) => ({ ...former, ...part }))
    setProblem(null)
  }

  const join = async () => {
    setBusy(true)
    try {
      const answer = await seat?.pairHost({ address: fields.address, code: fields.code, seatName: seatName.trim() })
      if (answer?.ok !== true) return setProblem(answer?.problem ?? 'failed')
      setFields((former) => ({ ...former, code: '' }))
      setJoined(answer.host)
      await seat?.connectTo({ hostId: answer.host.hostId })
    } catch {
      setProblem('failed')
    } finally {
      setBusy(false)
    }
  }
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    if (busy || joined !== null) return
    const form = event.currentTarget
    setShown(true)
    if ([fields.address, fields.code, seatName].some((text) => text.trim() === '')) {
      requestAnimationFrame(() => form.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus())
      return
    }
    void join()
  }
  const at = problem === null || problem === 'failed' ? undefined : fieldOf[problem]
  const sentence = problem === null ? null : problem === 'failed' ? networkSeatText.failed : sayJoining(problem)
  const errorOf = (name: 'address' | 'code' | 'seatName', text: string) =>
    shown && text.trim() === '' ? fr.required : at === name && sentence !== null ? sentence : undefined
  return (
    <EntryCard
      title={fr.title}
      second={<Discovered address={fields.address} onChoose={(address) => change({ address })} />}
      bottom={
        <Button size="small" onClick={onBack} disabled={busy}>
          {openingText.back}
        </Button>
      }
    >
      <form className={opening.stack} onSubmit={submit} noValidate>
        <p className={opening.muted}>{fr.intro}</p>
        {sentence === null || at !== undefined ? null : (
          <Block tone="error" announce="assertive">
            {sentence}
          </Block>
        )}
        {joined === null ? null : (
          <Block tone="success">
            {fr.done(joined.name)} {joined.keyInKeyring ? null : fr.file}
          </Block>
        )}
        <TextField
          label={fr.address}
          size="dialog"
          value={fields.address}
          onChange={(address) => change({ address })}
          error={errorOf('address', fields.address)}
          hint={fr.addressHint}
          maxLength={260}
        />
        <TextField
          label={fr.code}
          size="dialog"
          tabular
          autoComplete="off"
          value={fields.code}
          onChange={(code) => change({ code })}
          error={errorOf('code', fields.code)}
          hint={fr.codeHint}
          maxLength={40}
        />
        <TextField
          label={fr.seatName}
          size="dialog"
          value={seatName}
          onChange={(name) => change({ seatName: name })}
          error={errorOf('seatName', seatName)}
          hint={fr.seatNameHint}
          maxLength={40}
        />
        <Button kind="primary" size="entry" wide spread type="submit" keys="Enter" disabled={busy || joined !== null}>
          {busy ? fr.busy : fr.submit}
        </Button>
      </form>
    </EntryCard>
  )
}

function Discovered({ address, onChoose }: { address: string; onChoose: (address: string) => void }) {
  const { found, again } = useDiscovery()
  return (
    <>
      <div className={classes.foundHead}>
        <h2 className={opening.subtitle}>{fr.found}</h2>
        <Button size="small" icon={IconRefresh} onClick={again} disabled={found === undefined}>
          {fr.again}
        </Button>
      </div>
      <div className={classes.found} role="status">
        {found === undefined ? <p className={opening.muted}>{fr.searching}</p> : null}
        {found?.length === 0 ? <p className={opening.muted}>{fr.nothing}</p> : null}
        {(found ?? []).map((host) => (
          <button
            key={host.address}
            type="button"
            className={classes.hostButton}
            aria-pressed={host.address === address}
            onClick={() => onChoose(host.address)}
          >
            <IconServer2 size={16} stroke={1.75} aria-hidden="true" />
            <span className={classes.hostText}>
              <strong>{host.name}</strong>
              <small>{host.address}</small>
            </span>
            {host.known ? <Tag>{fr.already}</Tag> : null}
          </button>
        ))}
      </div>
    </>
  )
}
