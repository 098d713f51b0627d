import { IconArrowBarToDown, IconArrowBarUp, IconDeviceSim, IconX } from '@tabler/icons-react'
import { type KeyboardEvent, useEffect, useRef } from 'react'
import { createPortal } from 'react-dom'
import type { TrainingCard } from '#app/devices/workstation.ts'
import { trainingReaderText as fr } from '#app/text/fr/training-reader.ts'
import { Button, IconButton, Menu } from '#ui/index.ts'
import { askForPanel, hidePanel, leavePanel, usePanelAsked, usePanelShown } from './panel.ts'
import classes from './TrainingReader.module.css'
import { type TrainingReaderView, useTrainingReader } from './useTrainingReader.ts'

/** Where the panel stands: over the corner of the screens, or along the foot of a window that holds one card. */
type Place = 'corner' | 'foot'

/**
 * The button that shows the « Lecteur de formation », and its panel once shown: cards that come and go by a click, for who
 * learns without reader or card. Only for the screens of a training cabinet, once in each.
 */
export function TrainingReader({ place = 'corner' }: { readonly place?: Place | undefined }) {
  const shown = usePanelShown()
  const button = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    const opener = button.current
    return () => leavePanel(opener)
  }, [])
  return (
    <>
      <button
        ref={button}
        type="button"
        className={classes.opener}
        aria-expanded={shown}
        onClick={({ currentTarget }) => {
          if (shown) hidePanel(currentTarget)
          else askForPanel(currentTarget)
        }}
      >
        {fr.title}
      </button>
      {shown ? createPortal(<Panel place={place} onHide={() => hidePanel(button.current)} />, document.body) : null}
    </>
  )
}

/** In a dialog that waits for a card: brings the panel before it, and hands to the panel. */
export function TrainingReaderButton() {
  const button = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    const opener = button.current
    return () => leavePanel(opener)
  }, [])
  return (
    <Button
      ref={button}
      size="dialog"
      icon={IconDeviceSim}
      onClick={() => {
        if (button.current !== null) askForPanel(button.current)
      }}
    >
      {fr.title}
    </Button>
  )
}

function Panel({ place, onHide }: { readonly place: Place; readonly onHide: () => void }) {
  const reader = useTrainingReader()
  const panel = useRef<HTMLElement>(null)
  const asked = usePanelAsked()
  useEffect(() => {
    if (asked !== null) panel.current?.focus()
  }, [asked])
  const press = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || event.defaultPrevented) return
    event.stopPropagation()
    onHide()
  }
  return (
    <section
      ref={panel}
      className={classes.panel}
      data-place={place}
      data-over={asked !== null && asked.by.closest('[role="dialog"]') !== null}
      data-entry-foot={place === 'foot' ? '' : undefined}
      data-region
      aria-label={fr.title}
      tabIndex={-1}
      onKeyDown={press}
      onFocus={({ target }) => {
        // Échap hides the nearest thing: a dialog of Mantine below leaves it to what is marked so.
        target.setAttribute('data-mantine-stop-propagation', 'true')
      }}
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
