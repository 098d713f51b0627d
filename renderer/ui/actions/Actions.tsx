import {
  createContext,
  type ReactNode,
  useContext,
  useEffect,
  useMemo,
  useRef,
  useState,
  useSyncExternalStore,
} from 'react'
import { AltHints } from './AltHints.tsx'
import { forbiddenKeys, type Keys, readKeys } from './keys.ts'

/**
 * One thing a person can do: toolbar, menu, keyboard, help and command palette all read the same object.
 *
 * `enabledFor` says whether it may be done on what is in view; an action that is not enabled leaves its keys to others.
 */
export interface Action<Subject = void> {
  readonly id: string
  readonly label: string
  readonly keys?: Keys
  /** Where it stands in menus, in the list of keys and in the palette. */
  readonly group?: string
  /** Works even over a dialog (locking). */
  readonly always?: boolean
  readonly enabledFor?: (subject: Subject) => boolean
  /** For a choice among a few: whether it is the present one. */
  readonly checkedFor?: (subject: Subject) => boolean
  readonly run: (subject: Subject) => void
}

/** An action with its subject in hand. */
export interface ReadyAction extends Omit<Action, 'enabledFor' | 'checkedFor' | 'run'> {
  readonly enabled: boolean
  readonly checked?: boolean
  readonly run: () => void
}

/** Sees a key pressed or let go before any action; true when it took it for itself. */
export type KeyGate = (event: KeyboardEvent) => boolean

interface Registered {
  readonly layer: number
  readonly current: () => readonly ReadyAction[]
}

class Registry {
  #entries: Registered[] = []
  readonly #listeners = new Set<() => void>()
  readonly #gates = new Set<KeyGate>()
  #version = 0
  #layer = 0
  raise = (layer: number): (() => void) => {
    const before = this.#layer
    this.#layer = Math.max(before, layer)
    return () => {
      this.#layer = before
    }
  }
  hold = (entry: Registered): (() => void) => {
    this.#entries = [...this.#entries, entry]
    this.announce()
    return () => {
      this.#entries = this.#entries.filter((one) => one !== entry)
      this.announce()
    }
  }
  guard = (gate: KeyGate): (() => void) => {
    this.#gates.add(gate)
    return () => this.#gates.delete(gate)
  }
  /** Every gate sees every key, whatever the others say. */
  isTaken = (event: KeyboardEvent): boolean => [...this.#gates].map((gate) => gate(event)).includes(true)
  announce = (): void => {
    this.#version += 1
    for (const listener of this.#listeners) listener()
  }
  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }
  version = (): number => this.#version
  /** The last declared first: a screen may take a key back from the shell. */
  all = (): readonly ReadyAction[] => this.#entries.toReversed().flatMap((entry) => entry.current())
  find = (keys: Keys): ReadyAction | undefined =>
    this.#entries
      .toReversed()
      .flatMap((entry) => entry.current().map((action) => ({ action, layer: entry.layer })))
      .find(({ action, layer }) => action.keys === keys && action.enabled && (layer >= this.#layer || action.always))
      ?.action
}

const RegistryContext = createContext<Registry | null>(null)
const LayerContext = createContext(0)

function useRegistry(): Registry {
  const registry = useContext(RegistryContext)
  if (registry === null) throw new Error('useActions is called outside ActionsProvider')
  return registry
}

/** Listens to the keyboard for every action declared below, and shows their hints when Alt is pressed alone. */
export function ActionsProvider({ children }: { children: ReactNode }) {
  const [registry] = useState(() => new Registry())
  const [hints, setHints] = useState(false)
  const altAlone = useRef(false)

  useEffect(() => {
    const down = (event: KeyboardEvent) => {
      if (registry.isTaken(event)) {
        altAlone.current = false
        return
      }
      if (event.key === 'Alt') {
        altAlone.current = !event.repeat && !event.ctrlKey && !event.shiftKey
        return
      }
      altAlone.current = false
      if (hints && event.key === 'Escape') {
        setHints(false)
        event.preventDefault()
        event.stopPropagation()
        return
      }
      const pressed = readKeys(event)
      if (pressed === null) return
      const asked = hints && !pressed.includes('+') && pressed.length === 1 ? `Alt+${pressed}` : pressed
      const digit = hints ? /^Digit(\d)$/.exec(event.code)?.[1] : undefined
      const action = registry.find(digit === undefined ? asked : `Alt+${digit}`)
      setHints(false)
      if (action === undefined) return
      event.preventDefault()
      event.stopPropagation()
      action.run()
    }
    const up = (event: KeyboardEvent) => {
      if (registry.isTaken(event)) return
      if (event.key !== 'Alt' || !altAlone.current) return
      altAlone.current = false
      event.preventDefault()
      setHints((shown) => !shown)
    }
    const hide = () => {
      altAlone.current = false
      setHints(false)
    }
    window.addEventListener('keydown', down, true)
    window.addEventListener('keyup', up, true)
    window.addEventListener('pointerdown', hide, true)
    window.addEventListener('blur', hide)
    return () => {
      window.removeEventListener('keydown', down, true)
      window.removeEventListener('keyup', up, true)
      window.removeEventListener('pointerdown', hide, true)
      window.removeEventListener('blur', hide)
    }
  }, [registry, hints])

  return (
    <RegistryContext value={registry}>
      {children}
      {hints ? <AltHints /> : null}
    </RegistryContext>
  )
}

/** Raises what is inside above the page: while it is there, keys of the page below are not read. */
export function ActionsLayer({ children }: { children: ReactNode }) {
  const registry = useRegistry()
  const layer = useContext(LayerContext) + 1
  useEffect(() => registry.raise(layer), [registry, layer])
  return <LayerContext value={layer}>{children}</LayerContext>
}

/** Puts a gate before the keys of every action, for something that is not a hand but types like one. */
export function useKeyGate(gate: KeyGate | null): void {
  const registry = useRegistry()
  useEffect(() => (gate === null ? undefined : registry.guard(gate)), [registry, gate])
}

/**
 * Declares what can be done while this component is on the screen, and returns the actions ready to be put on buttons.
 *
 * `subject` is what they act on; it may change at each drawing.
 */
export function useActions(actions: readonly Action[]): readonly ReadyAction[]
export function useActions<Subject>(actions: readonly Action<Subject>[], subject: Subject): readonly ReadyAction[]
export function useActions<Subject>(actions: readonly Action<Subject>[], subject?: Subject): readonly ReadyAction[] {
  const registry = useRegistry()
  const layer = useContext(LayerContext)
  const ready = useMemo(() => {
    for (const action of actions) {
      if (action.keys !== undefined && forbiddenKeys.includes(action.keys))
        throw new Error(`${action.id} asks for ${action.keys}, which belongs to the system or the browser`)
    }
    // The overloads make the subject optional only for actions that ignore it.
    return actions.map((action) => bound(action, subject as Subject))
  }, [actions, subject])
  const latest = useRef(ready)
  useEffect(() => {
    latest.current = ready
    registry.announce()
  }, [registry, ready])
  useEffect(() => registry.hold({ layer, current: () => latest.current }), [registry, layer])
  return ready
}

function bound<Subject>(action: Action<Subject>, subject: Subject): ReadyAction {
  const { enabledFor, checkedFor, run, ...told } = action
  const checked = checkedFor === undefined ? {} : { checked: checkedFor(subject) }
  return { ...told, ...checked, enabled: enabledFor?.(subject) ?? true, run: () => run(subject) }
}

/** Every action that can be done now, for the palette and the list of keys. */
export function useAllActions(): readonly ReadyAction[] {
  const registry = useRegistry()
  const version = useSyncExternalStore(registry.subscribe, registry.version)
  return useMemo(() => {
    // The registry is a mutable list; its version is what tells that it changed.
    return version >= 0 ? registry.all() : []
  }, [registry, version])
}
