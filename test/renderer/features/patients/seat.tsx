import { act, type ReactNode } from 'react'
import { createRoot } from 'react-dom/client'
import { ORPCError } from '@orpc/client'
import type { Permission } from '#app/kernel/permissions.ts'
import { uiWords } from '#app/text/fr/common.ts'
import { CabinetProvider, connectLink, type Desk, DeskProvider, type Link, useCabinet } from '#renderer/client/index.ts'
import { useNewVitaleDesk, VitaleProvider } from '#renderer/features/vitale/index.ts'
import { ActionsProvider, ThemeProvider, ToastProvider, WordsProvider } from '#ui/index.ts'

/** Answers of a cabinet, by operation. A thrown `ORPCError` is a refusal. */
export type Answers = Readonly<Record<string, (input: never) => unknown>>

const session = {
  sessionId: '01900000-0000-7000-8000-00000000000a',
  cabinetId: '01900000-0000-7000-8000-00000000000b',
  cabinetName: 'Cabinet',
  profile: 'test',
  userId: '01900000-0000-7000-8000-00000000000c',
  displayName: 'Hélène MARCHAND',
  shortName: 'Dr H. MARCHAND',
  role: 'practitioner',
  roleName: 'Praticien',
  permissions: ['patient.read', 'patient.create', 'patient.edit'],
  locked: false,
  lockedAt: null,
  lockAfterMinutes: 10,
  draftKey: null,
  openedWith: { kind: 'password', cardNumber: null },
  cabinetDamaged: false,
}

const usual: Answers = {
  'sessions.current': () => ({ session }),
  'sessions.watch': () => never(),
  'drafts.get': () => ({ draft: null }),
  'drafts.list': () => ({ drafts: [] }),
  'record.timeline': () => ({ entries: [], total: 0, counts: [] }),
  'lifecycle.block': () => ({ block: null }),
  'documents.categories': () => ({ categories: [] }),
  'antecedents.allergies': () => ({ allergies: { state: 'unknown' } }),
  'drafts.save': () => ({ savedAt: '2026-11-24T13:42:07.000Z' }),
  'drafts.discard': () => ({ discarded: true }),
  'patients.tags': () => ({ tags: [], accessGroups: [] }),
  'patients.findDuplicates': () => ({ candidates: [] }),
  'places.search': () => ({ places: [] }),
}

/** A stream on which nothing ever happens. */
function never(): AsyncIterable<never> {
  return { [Symbol.asyncIterator]: () => ({ next: () => new Promise(() => {}) }) }
}

/** Refuses, as the core does. */
export function refuse(code: string, data: unknown): never {
  throw new ORPCError(code, { data })
}

/** A screen on a seat: what it was asked, what it shows, and hands to use it with. `more`: permissions besides the patients'. */
export async function sitAt(screen: ReactNode, answers: Answers, more: readonly Permission[] = []) {
  const asked: { readonly operation: string; readonly input: Record<string, unknown> }[] = []
  const link = {
    call: async (path: readonly string[], input: unknown) => {
      const operation = path.join('.')
      asked.push({ operation, input: input as Record<string, unknown> })
      const current = () => ({ session: { ...session, permissions: [...session.permissions, ...more] } })
      const answer = answers[operation] ?? { ...usual, 'sessions.current': current }[operation]
      if (answer === undefined) throw new Error(`nobody answers ${operation}`)
      return (answer as (input: unknown) => unknown)(input)
    },
  } as unknown as Link
  const places: unknown[] = []
  const desk = {
    size: (_name: string, otherwise: number) => otherwise,
    keepSize: () => {},
    keepInTab: () => {},
    workspace: { tabs: [] },
    go: (place: unknown) => places.push(place),
    openRecord: (opened: string) => places.push({ opened }),
    closeRecord: (closed: string) => places.push({ closed }),
  } as unknown as Desk
  const holder = document.createElement('div')
  document.body.append(holder)
  const root = createRoot(holder)
  await act(async () => {
    root.render(
      <ThemeProvider choice="light">
        <WordsProvider value={uiWords}>
          <ActionsProvider>
            <CabinetProvider connection={connectLink(link)}>
              <ToastProvider>
                <DeskProvider value={desk}>
                  <SignedIn>
                    <WithVitale>{screen}</WithVitale>
                  </SignedIn>
                </DeskProvider>
              </ToastProvider>
            </CabinetProvider>
          </ActionsProvider>
        </WordsProvider>
      </ThemeProvider>,
    )
  })
  const settle = (milliseconds = 20) => act(async () => new Promise((resolve) => setTimeout(resolve, milliseconds)))
  await settle()
  return {
    asked: (operation: string) => asked.filter((one) => one.operation === operation).map(({ input }) => input),
    places,
    settle,
    leave: () => act(async () => root.unmount()),
    text: () => holder.textContent?.replaceAll('\u00a0', ' ') ?? '',
    type: async (name: string, value: string) => {
      const input = holder.querySelector<HTMLInputElement>(`[data-field="${name}"] input, [aria-label="${name}"]`)
      if (input === null) throw new Error(`no field ${name}`)
      await act(async () => {
        input.focus()
        Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(input, value)
        input.dispatchEvent(new Event('input', { bubbles: true }))
      })
    },
    press: async (key: string, modifiers: Partial<KeyboardEventInit> = {}) => {
      await act(async () => {
        const target = document.activeElement ?? document.body
        target.dispatchEvent(
          new KeyboardEvent('keydown', { key, code: key, bubbles: true, cancelable: true, ...modifiers }),
        )
      })
      await settle()
    },
    /** The last drawn of the buttons of that name: a toast's, while there is one. */
    clickLast: async (label: string) => {
      const button = [...document.querySelectorAll('button')].findLast((one) => one.textContent?.startsWith(label))
      if (button === undefined) throw new Error(`no button ${label}`)
      await act(async () => button.click())
      await settle()
    },
    click: async (label: string) => {
      const button = [...document.querySelectorAll('button')].find((one) => one.textContent?.startsWith(label) === true)
      if (button === undefined) throw new Error(`no button ${label}`)
      await act(async () => button.click())
      await settle()
    },
  }
}

function SignedIn({ children }: { children: ReactNode }) {
  return useCabinet().session ? children : null
}

function WithVitale({ children }: { children: ReactNode }) {
  return <VitaleProvider desk={useNewVitaleDesk()}>{children}</VitaleProvider>
}
