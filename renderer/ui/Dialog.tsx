import { Modal } from '@mantine/core'
import { type FormEvent, type ReactNode, useEffect, useState } from 'react'
import { ActionsLayer } from './actions/Actions.tsx'
import { Button } from './Button.tsx'
import { IconTrash } from '@tabler/icons-react'
import classes from './Overlay.module.css'
import { TextField } from './TextField.tsx'

/** What can be asked of a `Dialog`. */
export interface DialogProps {
  readonly title: ReactNode
  readonly children: ReactNode
  /** The safe way out: Escape, a click outside. */
  readonly onClose: () => void
  /** Buttons at the bottom right, the main one last. */
  readonly footer?: ReactNode | undefined
  readonly width?: number | undefined
  /** Enter in a field validates. */
  readonly onSubmit?: (() => void) | undefined
}

/** A question that cannot wait. Keeps the focus, gives it back, and hides the keys of the page below. */
export function Dialog({ title, children, onClose, footer, width = 440, onSubmit }: DialogProps) {
  const submit = (event: FormEvent) => {
    event.preventDefault()
    onSubmit?.()
  }
  useFocusGivenBack()
  return (
    <Modal.Root
      opened
      onClose={onClose}
      size={width}
      centered
      // The page never scrolls; locking it would write a style that the page's policy refuses.
      lockScroll={false}
      transitionProps={{ duration: 0 }}
      classNames={{ overlay: classes.overlay ?? '', content: classes.content ?? '', body: classes.dialogBody ?? '' }}
    >
      <Modal.Overlay />
      <Modal.Content>
        <Modal.Body>
          <ActionsLayer>
            {/* Names the dialog: Mantine ties its content to this title, and to no other element. */}
            <Modal.Title className={classes.title}>{title}</Modal.Title>
            <form onSubmit={submit} noValidate>
              <div className={classes.stack}>{children}</div>
              {footer === undefined ? null : <div className={classes.footer}>{footer}</div>}
            </form>
          </ActionsLayer>
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  )
}

/** Mantine gives the focus back when a dialog turns from open to closed; these are taken away while open. */
function useFocusGivenBack(): void {
  const [opener] = useState(() => document.activeElement)
  useEffect(
    () => () => {
      // After the page is drawn again: what the answer gave the focus to keeps it.
      requestAnimationFrame(() => {
        const isLost = document.activeElement === null || document.activeElement === document.body
        if (isLost && opener instanceof HTMLElement && opener.isConnected) opener.focus({ preventScroll: true })
      })
    },
    [opener],
  )
}

/** Whether two names are the same to somebody who types without accents or capitals. */
function isSameName(typed: string, expected: string): boolean {
  return folded(typed) === folded(expected)
}

function folded(name: string): string {
  return name
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[’']/g, "'")
    .replaceAll(/\s+/g, ' ')
    .trim()
    .toLowerCase()
}

/** What can be asked of a `DeleteDialog`. */
export interface DeleteDialogProps {
  readonly title: ReactNode
  /** What goes and what stays. */
  readonly children: ReactNode
  /** What must be typed; accents and case are free. */
  readonly expected: string
  readonly fieldLabel: string
  readonly keepLabel: string
  readonly deleteLabel: string
  readonly onKeep: () => void
  readonly onDelete: () => void
  readonly busy?: boolean | undefined
}

/** A deletion: the button stays off until the whole name is typed; Escape keeps everything. */
export function DeleteDialog(props: DeleteDialogProps) {
  const [typed, setTyped] = useState('')
  const matches = isSameName(typed, props.expected)
  return (
    <Dialog
      title={props.title}
      onClose={props.onKeep}
      onSubmit={() => {
        if (matches && props.busy !== true) props.onDelete()
      }}
      footer={
        <>
          <Button size="dialog" keys="Escape" onClick={props.onKeep}>
            {props.keepLabel}
          </Button>
          <Button
            sends
            size="dialog"
            kind="danger"
            icon={IconTrash}
            type="submit"
            disabled={!matches || props.busy === true}
          >
            {props.deleteLabel}
          </Button>
        </>
      }
    >
      <p className={classes.text}>{props.children}</p>
      <TextField label={props.fieldLabel} value={typed} onChange={setTyped} size="dialog" />
    </Dialog>
  )
}
