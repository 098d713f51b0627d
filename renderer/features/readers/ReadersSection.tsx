import { IconCircleCheck, IconCopy, IconRefresh } from '@tabler/icons-react'
import { useState } from 'react'
import type { CardModule, Diagnostic } from '#app/devices/workstation.ts'
import { sayHour } from '#app/text/fr/common.ts'
import {
  helpWithModule,
  helpWithService,
  type HelpedSystem,
  readersText as fr,
  sayDoing,
  writeDiagnostic,
} from '#app/text/fr/readers.ts'
import { madeOf } from '#renderer/client/index.ts'
import { Block, Button, Skeleton } from '#ui/index.ts'
import { Places } from './Places.tsx'
import { ReaderList } from './ReaderList.tsx'
import classes from './Readers.module.css'
import { useDiagnostic } from './useDiagnostic.ts'

/** « Lecteurs »: what this computer has to read cards, what is wrong and what to do, and what to send to who helps. */
export function ReadersSection() {
  const { status, found, askAgain, take, workstation } = useDiagnostic()
  const [copied, setCopied] = useState<'no' | 'done' | 'refused'>('no')
  const copy = async (text: string) => {
    try {
      await navigator.clipboard.writeText(text)
      setCopied('done')
    } catch {
      setCopied('refused')
    }
  }
  const text = found === null ? '' : writeDiagnostic(found, { version: madeOf.program, system: navigator.userAgent })
  return (
    <section className={classes.screen} aria-label={fr.title} data-region tabIndex={-1}>
      <header className={classes.toolbar}>
        <h2>{fr.title}</h2>
        {status === 'absent' ? null : (
          <>
            <span role="status" className={classes.copied}>
              {copied === 'done' ? (
                <>
                  <IconCircleCheck size={14} stroke={1.75} aria-hidden="true" />
                  {fr.copied}
                </>
              ) : null}
            </span>
            <Button icon={IconCopy} disabled={found === null} onClick={() => void copy(text)}>
              {fr.copy}
            </Button>
            <Button icon={IconRefresh} disabled={workstation === null} onClick={askAgain}>
              {fr.refresh}
            </Button>
          </>
        )}
      </header>
      <div className={classes.body}>
        {status === 'absent' ? (
          <Block tone="info" title={fr.absent.title} announce="off">
            {fr.absent.text}
          </Block>
        ) : (
          <>
            <p className={classes.quiet}>{fr.about}</p>
            {copied === 'refused' ? (
              <Block tone="warning" title={fr.notCopied}>
                <pre className={classes.text}>{text}</pre>
              </Block>
            ) : null}
            {status === 'lost' ? (
              <Block tone="offline" title={fr.offline.title}>
                {fr.offline.text}
              </Block>
            ) : null}
            {found === null ? <Skeleton lines={8} /> : <Found found={found} lost={status === 'lost'} />}
            {found?.mayConfigure === false ? <p className={classes.quiet}>{fr.settings.onlyInWindow}</p> : null}
            {found === null || found.mayConfigure === false ? null : (
              <Places
                key={JSON.stringify(found.settings)}
                settings={found.settings}
                workstation={workstation}
                onSaved={take}
              />
            )}
            {found === null ? null : <Failures errors={found.errors} />}
          </>
        )}
      </div>
    </section>
  )
}

function Found({ found, lost }: { found: Diagnostic; lost: boolean }) {
  const { state, module, vitaleLibrary, library } = found
  const system = systemOf(navigator.userAgent)
  const help = lost ? null : helpWithService(state.service, state.readers, system)
  const moduleHelp = helpWithModule(module, system)
  const vitaleHelp =
    vitaleLibrary.status === 'ready' ? null : found.settings.vitaleByCommands === false ? fr.vitaleOff : fr.vitaleHelp
  return (
    <>
      {help === null ? null : (
        <Block tone={state.service === 'service-lost' ? 'warning' : 'info'} title={help.title}>
          {help.text}
        </Block>
      )}
      {state.readers.length === 0 ? null : <ReaderList readers={state.readers} drivers={found.drivers} />}
      <dl className={classes.parts}>
        <Part term={fr.service} state={fr.services[state.service]} detail={library} />
        <Part
          term={fr.module}
          state={fr.modules[module.status]}
          detail={module.description}
          place={sayPlace(module)}
          help={moduleHelp}
        />
        <Part
          term={fr.vitale}
          state={fr.modules[vitaleLibrary.status]}
          place={sayPlace(vitaleLibrary)}
          help={vitaleHelp}
        />
      </dl>
    </>
  )
}

/** What is not installed is only where it would be. */
function sayPlace({ status, path }: Pick<CardModule, 'status' | 'path'>): string | null {
  return path === null || status !== 'not-installed' ? path : fr.expectedAt(path)
}

interface PartProps {
  readonly term: string
  readonly state: string
  readonly detail?: string | null
  readonly place?: string | null
  readonly help?: string | null
}

function Part({ term, state, detail = null, place = null, help = null }: PartProps) {
  return (
    <>
      <dt>{term}</dt>
      <dd>
        {[state, detail].filter((part) => part !== null && part !== '').join(', ')}
        {place === null ? null : <code className={classes.place}>{place}</code>}
        {help === null ? null : <p className={classes.quiet}>{help}</p>}
      </dd>
    </>
  )
}

function Failures({ errors }: Pick<Diagnostic, 'errors'>) {
  const { title, none, columns } = fr.errors
  return (
    <section className={classes.part} aria-label={title}>
      <h3>{title}</h3>
      {errors.length === 0 ? (
        <p className={classes.quiet}>{none}</p>
      ) : (
        <table className={classes.failures}>
          <thead>
            <tr>
              <th scope="col">{columns.at}</th>
              <th scope="col">{columns.reader}</th>
              <th scope="col">{columns.doing}</th>
              <th scope="col">{columns.code}</th>
            </tr>
          </thead>
          <tbody>
            {errors.map(({ at, reader, doing, code }, index) => (
              // Two of them may be the same to the letter.
              // oxlint-disable-next-line react/no-array-index-key
              <tr key={`${at} ${index}`}>
                <td>{sayHour(at)}</td>
                <td>{reader ?? '—'}</td>
                <td>{sayDoing(doing)}</td>
                <td>
                  <code>{code}</code>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  )
}

/** Readers are those of the computer that shows the page: its own words about itself are enough for a help sentence. */
function systemOf(userAgent: string): HelpedSystem {
  if (userAgent.includes('Windows')) return 'windows'
  return userAgent.includes('Mac OS') ? 'mac' : 'other'
}
