import { createRoot } from 'react-dom/client'
import { expect, test, vi } from 'vitest'
import { countPatients, updatePatient } from '#app/features/patients/contract.ts'
import type { ChangeEvent } from '#app/features/sessions/model.ts'
import { CabinetProvider, connectLink, type Link, useCabinet, useLiveQuery } from '#renderer/client/index.ts'
import { openWorld } from '#test/world/open-world.ts'
import { durandMarie } from '#test/world/patients.ts'

const newOnly = (event: ChangeEvent) => (event.version <= 1 ? 300 : null)

function Counts() {
  const counts = useLiveQuery(countPatients, {}, { kinds: ['patient'], regard: newOnly })
  return <p>{counts.value?.visible}</p>
}

function Signed() {
  const { session } = useCabinet()
  return session === null || session === undefined ? null : <Counts />
}

test('a change that does not concern an answer asks nothing again, and several new records ask once', async () => {
  await using world = await openWorld({ people: { anna: 'practitioner', bruno: 'practitioner' } })
  const anna = world.as('anna')
  const bruno = world.as('bruno')
  const patientId = await bruno.createPatient()
  const asked: string[] = []
  const link: Link = {
    call: (path, ...rest) => {
      asked.push(path.join('.'))
      return anna.link.call(path, ...rest)
    },
  }
  const countings = () => asked.filter((name) => name === 'patients.counts').length
  globalThis.IS_REACT_ACT_ENVIRONMENT = false
  const host = document.body.appendChild(document.createElement('div'))
  const root = createRoot(host)
  root.render(
    <CabinetProvider connection={connectLink(link)}>
      <Signed />
    </CabinetProvider>,
  )
  await vi.waitFor(() => expect(host.textContent).toBe('1'), { timeout: 5000 })
  await vi.waitFor(() => expect(asked).toContain('sessions.watch'))
  await new Promise((resolve) => setTimeout(resolve, 100))
  const before = countings()
  await bruno.must(updatePatient, {
    patientId,
    expectedVersion: 1,
    fields: { ...durandMarie, profession: 'Luthière' },
    tagIds: [],
  })
  await new Promise((resolve) => setTimeout(resolve, 600))
  expect(countings()).toBe(before)
  for (const birthName of ['LEROY', 'MOREAU', 'FAURE']) await bruno.createPatient({ birthName })
  await vi.waitFor(() => expect(host.textContent).toBe('4'), { timeout: 5000 })
  expect(countings() - before).toBeLessThan(3)
  root.unmount()
})
