import { IconCircleCheck } from '@tabler/icons-react'
import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useRef, useState } from 'react'
import { createPortal } from 'react-dom'
import { type Action, useActions } from './actions/Actions.tsx'
import { KeyHint } from './KeyHint.tsx'
import classes from './Overlay.module.css'
import { useWords } from './words.ts'

/** How long a toast stays, unless it is looked at. */
export const toastMs = 6000

interface Toast {
  readonly id: number
  readonly text: string
  readonly undo: () => void
}

type Show = (text: string, undo: () => void) => void

interface ToastPlace {
  readonly show: Show
  readonly end: () => void
}

const ToastContext = createContext<ToastPlace | null>(null)

function useToastPlace(): ToastPlace {
  const place = useContext(ToastContext)
  if (place === null) throw new Error('a toast is asked for outside ToastProvider')
  return place
}

/** Says a success that can be undone; nothing else is ever a toast. */
export function useToast(): Show {
  return useToastPlace().show
}

/** Takes the toast away once undoing would cost what was done since. */
export function useEndToast(): () => void {
  return useToastPlace().end
}

/** Holds the toast on the screen: one at a time, the last one. */
export function ToastProvider({ children }: { children: ReactNode }) {
  const [toast, setToast] = useState<Toast | null>(null)
  const count = useRef(0)
  const show = useCallback<Show>((text, undo) => {
    count.current += 1
    setToast({ id: count.current, text, undo })
  }, [])
  const end = useCallback(() => setToast(null), [])
  const place = useMemo(() => ({ show, end }), [show, end])
  return (
    <ToastContext value={place}>
      {children}
      {toast === null ? null : <ToastLine key={toast.id} toast={toast} onEnd={end} />}
    </ToastContext>
  )
}

const undoAction: Action<{ undo: () => void; label: string }> = {
  id: 'toast.undo',
  label: '',
  keys: 'Ctrl+Z',
  // A text field keeps its own undo.
  enabledFor: () =>
    !(document.activeElement instanceof HTMLInputElement || document.activeElement instanceof HTMLTextAreaElement),
  run: ({ undo }) => undo(),
}

function ToastLine({ toast, onEnd }: { toast: Toast; onEnd: () => void }) {
  const words = useWords()
  const [held, setHeld] = useState(false)
  const undo = useCallback(() => {
    onEnd()
    toast.undo()
  }, [onEnd, toast])
  useActions(
    useMemo(() => [{ ...undoAction, label: words.undo }], [words.undo]),
    useMemo(() => ({ undo, label: words.undo }), [undo, words.undo]),
  )
  useEffect(() => {
    if (held) return
    const timer = setTimeout(onEnd, toastMs)
    return () => clearTimeout(timer)
  }, [held, onEnd])
  return createPortal(
    <div className={classes.toasts}>
      {/* Looking at a toast, by pointer or by focus, only holds it: nothing is done. */}
      <div
        className={classes.toast}
        role="status"
        onPointerEnter={() => setHeld(true)}
        onPointerLeave={() => setHeld(false)}
        onFocus={() => setHeld(true)}
        onBlur={() => setHeld(false)}
      >
        <IconCircleCheck size={16} stroke={1.75} aria-hidden="true" />
        <span>{toast.text}</span>
        <button type="button" className={classes.undo} onClick={undo}>
          {words.undo}
        </button>
        <KeyHint keys="Ctrl+Z" />
      </div>
    </div>,
    document.body,
  )
}
