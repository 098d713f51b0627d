import { act, useState } from 'react'
import { expect, test, vi } from 'vitest'
import {
  type Action,
  DateField,
  DeleteDialog,
  Dialog,
  PasswordField,
  type ReadDate,
  Splitter,
  Tabs,
  useActions,
} from '#ui/index.ts'
import { draw, one, press, write } from './draw.tsx'

test('a deletion waits for the whole name, accents and case left free', async () => {
  const onDelete = vi.fn<() => void>()
  await draw(
    <DeleteDialog
      title="Supprimer ?"
      expected="LACAZE Françoise"
      fieldLabel="Saisissez LACAZE Françoise"
      keepLabel="Garder"
      deleteLabel="Supprimer"
      onKeep={() => undefined}
      onDelete={onDelete}
    >
      Ce qui part, ce qui reste.
    </DeleteDialog>,
  )
  const dialog = one('[role="dialog"]')
  const remove = one<HTMLButtonElement>('button[type="submit"]', dialog)
  await write(one<HTMLInputElement>('input', dialog), 'lacaze franc')
  expect(remove.disabled).toBe(true)
  await write(one<HTMLInputElement>('input', dialog), 'lacaze francoise')
  expect(remove.disabled).toBe(false)
  await act(async () => remove.click())
  expect(onDelete).toHaveBeenCalledOnce()
})

const parse = (typed: string): ReadDate =>
  typed === '14071977'
    ? { ok: true, value: '1977-07-14', shown: '14/07/1977' }
    : { ok: false, reason: 'Date non reconnue.' }

function Birth({ onValue }: { onValue: (value: string | null) => void }) {
  const [value, setValue] = useState<string | null>(null)
  const change = (next: string | null) => {
    setValue(next)
    onValue(next)
  }
  return <DateField label="Date" value={value} onChange={change} parse={parse} format={() => '14/07/1977'} />
}

test('a date is read on leaving the field, and refused under it with its reason', async () => {
  const onValue = vi.fn<(value: string | null) => void>()
  const host = await draw(<Birth onValue={onValue} />)
  const field = one<HTMLInputElement>('input', host)
  await write(field, '31021958')
  await act(async () => field.dispatchEvent(new FocusEvent('focusout', { bubbles: true })))
  expect(field.getAttribute('aria-invalid')).toBe('true')
  expect(one(`[id="${field.getAttribute('aria-describedby') ?? ''}"]`).textContent).toBe('Date non reconnue.')
  await write(field, '14071977')
  await act(async () => field.dispatchEvent(new FocusEvent('focusout', { bubbles: true })))
  expect(field.value).toBe('14/07/1977')
  expect(field.getAttribute('aria-invalid')).toBeNull()
  expect(onValue).toHaveBeenLastCalledWith('1977-07-14')
})

test('a splitter moves by arrows within its bounds', async () => {
  const onChange = vi.fn<(size: number, done: boolean) => void>()
  await draw(<Splitter axis="horizontal" pane="before" size={246} min={200} max={250} onChange={onChange} />)
  await press(one('[role="separator"]'), 'ArrowRight')
  expect(onChange).toHaveBeenLastCalledWith(250, true)
  await press(one('[role="separator"]'), 'ArrowLeft', { shiftKey: true })
  expect(onChange).toHaveBeenLastCalledWith(245, true)
})

test('tabs go round by arrows, and the panel is named by its tab', async () => {
  const onChange = vi.fn<(id: string) => void>()
  const items = [
    { id: 'a', label: 'État civil' },
    { id: 'b', label: 'Notes' },
  ]
  const host = await draw(
    <Tabs label="Dossier" items={items} active="b" onChange={onChange}>
      contenu
    </Tabs>,
  )
  await press(one('[role="tab"][aria-selected="true"]', host), 'ArrowRight')
  expect(onChange).toHaveBeenLastCalledWith('a')
  const panel = one('[role="tabpanel"]', host)
  expect(one(`[id="${panel.getAttribute('aria-labelledby') ?? ''}"]`).textContent).toBe('Notes')
})

test('locked capitals are told while a password is typed', async () => {
  const host = await draw(
    <PasswordField label="Mot de passe" value="" onChange={() => undefined} autoComplete="current-password" />,
  )
  const field = one<HTMLInputElement>('input', host)
  const event = new KeyboardEvent('keydown', { key: 'A', bubbles: true })
  event.getModifierState = (name: string) => name === 'CapsLock'
  await act(async () => field.dispatchEvent(event))
  expect(one(`[id="${field.getAttribute('aria-describedby') ?? ''}"]`).textContent).toBe('Verr. Maj est activé.')
})

function Screen({ actions, dialog }: { actions: readonly Action[]; dialog: boolean }) {
  useActions(actions)
  return dialog ? (
    <Dialog title="Question" onClose={() => undefined}>
      texte
    </Dialog>
  ) : null
}

test('a dialog hides the keys of the page below, except those that always work', async () => {
  const save = vi.fn<() => void>()
  const lock = vi.fn<() => void>()
  const actions: readonly Action[] = [
    { id: 'save', label: 'Enregistrer', keys: 'Ctrl+S', run: save },
    { id: 'lock', label: 'Verrouiller', keys: 'Alt+V', always: true, run: lock },
  ]
  await draw(<Screen actions={actions} dialog />)
  await press(one('[role="dialog"]'), 's', { ctrlKey: true })
  expect(save).not.toHaveBeenCalled()
  await press(one('[role="dialog"]'), 'v', { altKey: true })
  expect(lock).toHaveBeenCalledOnce()
})

test('the keys of a screen are read while nothing stands before it', async () => {
  const save = vi.fn<() => void>()
  const host = await draw(
    <Screen actions={[{ id: 'save', label: 'Enregistrer', keys: 'Ctrl+S', run: save }]} dialog={false} />,
  )
  await press(host, 's', { ctrlKey: true })
  expect(save).toHaveBeenCalledOnce()
})

test('an action that asks for a key of the browser is refused when it is declared', async () => {
  const failures: unknown[] = []
  const { error } = console
  console.error = () => undefined
  try {
    await draw(<Screen actions={[{ id: 'x', label: 'x', keys: 'Ctrl+T', run: () => undefined }]} dialog={false} />)
  } catch (failure) {
    failures.push(failure)
  } finally {
    console.error = error
  }
  expect(String(failures[0])).toContain('Ctrl+T')
})
