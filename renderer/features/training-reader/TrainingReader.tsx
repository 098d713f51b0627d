import { IconArrowBarToDown, IconArrowBarUp, IconDeviceSim, IconX } from '@tabler/icons-react'
import { type KeyboardEvent, useEffect, useRef } from 'react'
import { createPortal } from 'react-dom'
import type { TrainingCard } from '#app/devices/workstation.ts'
import { trainingReaderText as fr } from '#app/text/fr/training-reader.ts'
import { Button, IconButton, Menu } from '#ui/index.ts'
import { showPanel, usePanelShown } from './panel.ts'
import classes from './TrainingReader.module.css'
import { type TrainingReaderView, useTrainingReader } from './useTrainingReader.ts'

/**
 * The button that shows the « Lecteur de formation », and its panel once shown: cards that come and go by a click, for who
 * learns without reader or card. Only for the screens of a training cabinet.
 */
export function TrainingReader({ side = 'end' }: { readonly side?: 'start' | 'end' | undefined }) {
  const shown = usePanelShown()
  const button = useRef<HTMLButtonElement>(null)
  const asked = useRef(false)
  return (
    <>
      <button
        ref={button}
        type="button"
        className={classes.opener}
        aria-expanded={shown}
        onClick={() => {
          asked.current = !shown
          showPanel(!shown)
        }}
      >
        {fr.title}
      </button>
      {shown
        ? createPortal(
            <Panel
              side={side}
              takesFocus={asked.current}
              onHide={() => {
                showPanel(false)
                button.current?.focus()
              }}
            />,
            document.body,
          )
        : null}
    </>
  )
}

interface PanelProps {
  readonly side: 'start' | 'end'
  /** It was just asked for: hands go to it. Shown again by another screen, it leaves them where they are. */
  readonly takesFocus: boolean
  readonly onHide: () => void
}

function Panel({ side, takesFocus, onHide }: PanelProps) {
  const reader = useTrainingReader()
  const panel = useRef<HTMLElement>(null)
  useEffect(() => {
    if (takesFocus) panel.current?.focus()
  }, [takesFocus])
  const press = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || event.defaultPrevented) return
    event.stopPropagation()
    onHide()
  }
  return (
    <section
      ref={panel}
      className={classes.panel}
      data-side={side}
      data-region
      aria-label={fr.title}
      tabIndex={-1}
      onKeyDown={press}
    >
      <header className={classes.head}>
        <IconDeviceSim size={16} stroke={1.75} aria-hidden="true" />
        <h2>{fr.title}</h2>
        <IconButton label={fr.hide} icon={IconX} size="small" onClick={onHide} />
      </header>
      <Content
        reader={reader}
        onUnplug={() => {
          void reader.unplug().then(onHide)
        }}
      />
    </section>
  )
}

function Content({ reader, onUnplug }: { readonly reader: TrainingReaderView; readonly onUnplug: () => void }) {
  switch (reader.standing) {
    case 'absent':
      return <p className={classes.said}>{fr.absent}</p>
    case 'lost':
      return <p className={classes.said}>{fr.lost}</p>
    case 'starting':
      return <p className={classes.said}>{fr.starting}</p>
    case 'not-built':
      return <p className={classes.said}>{fr.notBuilt}</p>
    case 'ended':
      return (
        <div className={classes.said}>
          <p>{fr.ended}</p>
          <Button size="small" onClick={reader.again}>
            {fr.again}
          </Button>
        </div>
      )
    case 'ready':
      return (
        <>
          <Slot kind="cps" reader={reader} />
          <Slot kind="vitale" reader={reader} />
          <footer className={classes.foot}>
            <p>{fr.note}</p>
            <button type="button" className={classes.unplug} onClick={onUnplug}>
              {fr.unplug}
            </button>
          </footer>
        </>
      )
  }
}

function Slot({ kind, reader }: { readonly kind: TrainingCard['kind']; readonly reader: TrainingReaderView }) {
  const words = fr.slots[kind]
  const deck = reader.cards.filter((card) => card.kind === kind)
  const inserted = deck.find((card) => card.inserted)
  const inserting = useRef<HTMLButtonElement>(null)
  const hint = inserted === undefined ? '' : fr.hint(inserted.cardId)
  return (
    <div role="group" aria-label={words.name} className={classes.slot} data-full={inserted !== undefined}>
      <h3>{words.name}</h3>
      <p className={classes.card} aria-live="polite">
        <span>{inserted?.label ?? fr.empty}</span>
        {hint === '' ? null : <small>{hint}</small>}
      </p>
      <div className={classes.actions}>
        <Menu
          groups={[
            {
              items: deck.map(({ cardId, label, inserted: isThere }) => ({
                id: cardId,
                label,
                disabled: isThere,
                onSelect: () => reader.insert(cardId),
              })),
            },
          ]}
          position="top-start"
        >
          <Button ref={inserting} size="small" icon={IconArrowBarToDown} hasPopup="menu">
            {inserted === undefined ? words.insert : words.replace}
          </Button>
        </Menu>
        {inserted === undefined ? null : (
          <Button
            size="small"
            icon={IconArrowBarUp}
            onClick={() => {
              // This button goes with the card: the hands stay beside it.
              inserting.current?.focus()
              reader.withdraw(inserted.cardId)
            }}
          >
            {words.withdraw}
          </Button>
        )}
      </div>
    </div>
  )
}
