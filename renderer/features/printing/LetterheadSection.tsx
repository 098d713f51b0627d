import { IconPhotoPlus, IconTrash } from '@tabler/icons-react'
import { useCallback, useEffect, useRef, useState } from 'react'
import { getLetterhead, setLetterhead } from '#app/features/printing/contract.ts'
import type { LetterheadSettings } from '#app/features/printing/model.ts'
import { sayRefusal } from '#app/text/fr/common.ts'
import { printingText } from '#app/text/fr/printing.ts'
import { type AnyProblem, useAskAgain, useCabinet, useLiveQuery, useSession } from '#renderer/client/index.ts'
import { Refusal } from '#renderer/features/forms/index.ts'
import { Block, Button, Skeleton, TextField, useToast } from '#ui/index.ts'
import { redrawnLogo } from './logo.ts'
import classes from './Printing.module.css'

const fr = printingText.letterhead

/** « En-tête »: the logo and the words at the foot of what the cabinet prints. */
export function LetterheadSection() {
  const answer = useLiveQuery(getLetterhead, {}, { kinds: ['settings'] })
  return (
    <section className={classes['settings']} aria-label={fr.title} data-region tabIndex={-1}>
      <h2>{fr.title}</h2>
      <p className={classes['quiet']}>{fr.intro}</p>
      {answer.problem === undefined ? null : <Refusal problem={answer.problem} onRetry={answer.askAgain} />}
      {answer.value === undefined ? (
        answer.problem === undefined ? (
          <Skeleton lines={4} />
        ) : null
      ) : (
        <LetterheadForm settings={answer.value.settings} version={answer.value.version} />
      )}
    </section>
  )
}

function LetterheadForm({ settings, version }: { readonly settings: LetterheadSettings; readonly version: number }) {
  const { call } = useCabinet()
  const askAgain = useAskAgain()
  const toast = useToast()
  const mayEdit = useSession().permissions.includes('cabinet.configure')
  const [footer, setFooter] = useState(settings.footer)
  const [refusal, setRefusal] = useState<AnyProblem | null>(null)
  const [unread, setUnread] = useState(false)
  const chooser = useRef<HTMLInputElement>(null)
  useEffect(() => setFooter(settings.footer), [settings.footer])

  const write = useCallback(
    async (next: LetterheadSettings, expectedVersion: number) => {
      setRefusal(null)
      setUnread(false)
      const reply = await call(setLetterhead, { settings: next, expectedVersion })
      askAgain(getLetterhead)
      if (!reply.ok) setRefusal(reply)
      return reply.ok ? reply.value.version : null
    },
    [call, askAgain],
  )
  const save = async (change: Partial<LetterheadSettings>) => {
    const before = settings
    const written = await write({ ...settings, footer: footer.trim(), ...change }, version)
    if (written !== null) toast(fr.saved, () => void write(before, written))
  }

  const take = async (file: File | undefined) => {
    if (file === undefined) return
    const logo = await redrawnLogo(file)
    if (logo === null) setUnread(true)
    else await save({ logo })
  }
  const { logo } = settings
  return (
    <>
      <div className={classes['logo']}>
        <span className={classes['quiet']}>{fr.logo}</span>
        {logo === null ? <p>{fr.noLogo}</p> : <img src={`data:${logo.type};base64,${logo.data}`} alt={fr.logoAlt} />}
        {mayEdit ? (
          <div className={classes['acts']}>
            <Button icon={IconPhotoPlus} onClick={() => chooser.current?.click()}>
              {logo === null ? fr.choose : fr.replace}
            </Button>
            {logo === null ? null : (
              <Button sends icon={IconTrash} onClick={() => void save({ logo: null })}>
                {fr.remove}
              </Button>
            )}
            <input
              ref={chooser}
              type="file"
              accept="image/png,image/jpeg"
              hidden
              aria-label={fr.choose}
              onChange={(event) => {
                void take(event.currentTarget.files?.[0])
                event.currentTarget.value = ''
              }}
            />
          </div>
        ) : null}
        <p className={classes['quiet']}>{fr.logoHint}</p>
        {unread ? (
          <Block tone="error" announce="assertive">
            {fr.unread}
          </Block>
        ) : null}
      </div>
      <TextField
        label={fr.footer}
        optional
        hint={fr.footerHint}
        maxLength={300}
        value={footer}
        onChange={setFooter}
        disabled={!mayEdit}
      />
      {refusal === null ? null : <Block tone="error">{sayRefusal(refusal)}</Block>}
      {mayEdit ? (
        <div className={classes['acts']}>
          <Button sends kind="primary" disabled={footer.trim() === settings.footer} onClick={() => void save({})}>
            {fr.save}
          </Button>
        </div>
      ) : null}
    </>
  )
}
