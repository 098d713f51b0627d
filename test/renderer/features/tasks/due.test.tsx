import type { ReactNode } from 'react'
import { expect, test } from 'vitest'
import { AssignedCell, DueMark, TitleCell } from '#renderer/features/tasks/DueMark.tsx'
import { draw, one } from '#test/renderer/ui/draw.tsx'
import { laboratory, paper } from './tasks.ts'

const today = '2026-11-24'

/** A cell as it is drawn, without the style sheets beside it. */
async function cell(content: ReactNode): Promise<HTMLElement> {
  return one('[data-drawn]', await draw(<div data-drawn>{content}</div>))
}

test.each([
  ['2026-11-02', 'En retard02/11/2026', 'danger'],
  ['2026-11-24', 'Aujourd’hui', 'warning'],
  ['2026-11-25', 'Demain', null],
  ['2026-12-06', '06/12/2026', null],
  [null, '—', null],
] as const)('due %s reads « %s »', async (dueOn, text, tone) => {
  const drawn = await cell(<DueMark dueOn={dueOn} today={today} />)
  expect(drawn.textContent).toBe(text)
  expect(drawn.querySelector('[data-tone]')?.getAttribute('data-tone') ?? null).toBe(tone)
})

test('urgent is a word before the title while the task is to do', async () => {
  expect((await cell(<TitleCell task={laboratory} />)).textContent).toBe('UrgenteRappeler le laboratoire')
  const done = { ...laboratory, doneAt: '2026-11-24T08:00:00.000Z' }
  expect((await cell(<TitleCell task={done} />)).textContent).toBe('Rappeler le laboratoire')
})

test('nobody is « À prendre »; somebody who cannot see it carries a warning', async () => {
  expect((await cell(<AssignedCell task={paper} />)).textContent).toBe('À prendre')
  const blind = await cell(<AssignedCell task={{ ...laboratory, assigneeCannotSee: true }} />)
  expect(one('[data-tone="warning"]', blind).textContent).toBe('S. LEROUX')
})
