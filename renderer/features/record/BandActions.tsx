import { IconDots, IconFileText, IconPill, IconPrinter, IconStethoscope } from '@tabler/icons-react'
import { Suspense, useCallback, useMemo, useRef, useState } from 'react'
import type { PatientRecord } from '#app/features/patients/model.ts'
import { recordText } from '#app/text/fr/record.ts'
import { useSession } from '#renderer/client/index.ts'
import type { EditorForm, EditorRequest, RecordMenuItem, ShownEntry } from '#renderer/features/forms/index.ts'
import { type Action, useActions } from '#ui/actions/index.ts'
import { Button, IconButton } from '#ui/Button.tsx'
import { Menu } from '#ui/Menu.tsx'
import { editors, menuItems } from './parts.tsx'
import { PartBoundary } from './PartBoundary.tsx'
import classes from './Record.module.css'

const text = recordText.actions

type MenuName = RecordMenuItem['menu']

/** What the actions of the band act on. */
interface Subject {
  readonly mayWrite: (form: EditorForm) => boolean
  readonly hasMenu: (menu: MenuName) => boolean
  readonly write: (form: EditorForm) => void
  readonly openMenu: (menu: MenuName) => void
}

const writing = (form: EditorForm, label: string, keys: string): Action<Subject> => ({
  id: `record.new-${form}`,
  label,
  keys,
  enabledFor: ({ mayWrite }) => mayWrite(form),
  run: ({ write }) => write(form),
})

const opening = (menu: MenuName, label: string, keys: string): Action<Subject> => ({
  id: `record.menu-${menu}`,
  label,
  keys,
  enabledFor: ({ hasMenu }) => hasMenu(menu),
  run: ({ openMenu }) => openMenu(menu),
})

const actions: readonly Action<Subject>[] = [
  writing('note', text.newNote, 'Alt+C'),
  writing('prescription', text.prescription, 'Alt+O'),
  writing('letter', text.letter, 'Alt+L'),
  opening('print', text.print, 'Alt+I'),
  opening('more', text.more, 'Alt+M'),
]

/** The record's own actions, at the end of the identity band. What a person may not do is not there. */
export function BandActions(props: {
  readonly patient: PatientRecord
  readonly onOpen: (request: EditorRequest) => void
  readonly onShow: (entry: ShownEntry) => void
}) {
  const { patient, onOpen, onShow } = props
  const { permissions } = useSession()
  const [opened, setOpened] = useState<MenuName | null>(null)
  const [chosen, setChosen] = useState<RecordMenuItem | null>(null)
  const mayWrite = useCallback(
    (form: EditorForm) => {
      const part = editors[form]
      return part !== undefined && permissions.includes(part.needs)
    },
    [permissions],
  )
  const items = useMemo(
    () =>
      menuItems.filter(
        ({ needs, concerns }) => permissions.includes(needs) && (concerns === undefined || concerns(patient)),
      ),
    [permissions, patient],
  )
  const subject = useMemo<Subject>(
    () => ({
      mayWrite,
      hasMenu: (menu) => items.some((item) => item.menu === menu),
      write: (form) => onOpen({ form, subjectId: null }),
      openMenu: setOpened,
    }),
    [mayWrite, items, onOpen],
  )
  useActions(actions, subject)
  const buttons = useRef(new Map<MenuName, HTMLButtonElement>())
  const close = useCallback(() => {
    const button = chosen === null ? undefined : buttons.current.get(chosen.menu)
    setChosen(null)
    // The line of the menu that asked is gone: the focus that nobody took goes to the menu’s button.
    requestAnimationFrame(() =>
      requestAnimationFrame(() => {
        if (document.activeElement === null || document.activeElement === document.body) button?.focus()
      }),
    )
  }, [chosen])
  const menu = (name: MenuName, label: string, keys: string, icon: typeof IconDots) => {
    const own = items.filter((item) => item.menu === name)
    if (own.length === 0) return null
    const lines = (danger: boolean) =>
      own
        .filter((item) => (item.danger === true) === danger)
        .map((item) => ({ id: item.id, label: item.label, onSelect: () => setChosen(item) }))
    return (
      <Menu
        groups={[{ items: lines(false) }, { items: lines(true) }].filter((group) => group.items.length > 0)}
        position="bottom-end"
        opened={opened === name}
        onOpenedChange={(isOpen) => setOpened(isOpen ? name : null)}
      >
        <IconButton
          ref={(button) => {
            if (button !== null) buttons.current.set(name, button)
          }}
          framed
          label={label}
          icon={icon}
          keys={keys}
          hasPopup="menu"
        />
      </Menu>
    )
  }
  const isEmpty = !mayWrite('note') && !mayWrite('prescription') && !mayWrite('letter') && items.length === 0
  if (isEmpty) return null
  return (
    <div className={classes['actions']} role="group" aria-label={text.group}>
      {mayWrite('note') ? (
        <Button icon={IconStethoscope} keys="Alt+C" quietKeys onClick={() => subject.write('note')}>
          {text.note}
        </Button>
      ) : null}
      <div className={classes['joined']}>
        {mayWrite('prescription') ? (
          <IconButton
            framed
            label={text.prescription}
            icon={IconPill}
            keys="Alt+O"
            onClick={() => subject.write('prescription')}
          />
        ) : null}
        {mayWrite('letter') ? (
          <IconButton
            framed
            label={text.letter}
            icon={IconFileText}
            keys="Alt+L"
            onClick={() => subject.write('letter')}
          />
        ) : null}
        {menu('print', text.print, 'Alt+I', IconPrinter)}
        {menu('more', text.more, 'Alt+M', IconDots)}
      </div>
      {chosen === null ? null : (
        <PartBoundary key={chosen.id} onAgain={close}>
          <Suspense>
            <chosen.Act patient={patient} onClose={close} onOpen={onOpen} onShow={onShow} />
          </Suspense>
        </PartBoundary>
      )}
    </div>
  )
}
