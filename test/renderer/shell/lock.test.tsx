import { createRoot } from 'react-dom/client'
import { expect, test, vi } from 'vitest'
import { searchPatients } from '#app/features/patients/contract.ts'
import { lock, unlock } from '#app/features/sessions/contract.ts'
import { CabinetProvider, connectLink, useCabinet, useLiveQuery } from '#renderer/client/index.ts'
import { openWorld, testPassword } from '#test/world/open-world.ts'

/** The smallest screen: the names found, while the session is open. */
function Names() {
  const { session } = useCabinet()
  if (session === undefined || session === null || session.locked) return <p>verrou</p>
  return <Found />
}

function Found() {
  const found = useLiveQuery(searchPatients, { text: '' }, { kinds: ['patient'] })
  return <p>{found.value?.rows.map((row) => row.birthName).join(' ')}</p>
}

test('a screen follows the cabinet: a record created elsewhere appears, and a lock takes everything away', async () => {
  await using world = await openWorld({ people: { anna: 'practitioner', bruno: 'secretary' } })
  const anna = world.as('anna')
  await anna.createPatient({ birthName: 'DURAND' })
  // Answers come from a real core, in their own time: nothing here can be wrapped.
  globalThis.IS_REACT_ACT_ENVIRONMENT = false
  const host = document.body.appendChild(document.createElement('div'))
  const root = createRoot(host)
  root.render(
    <CabinetProvider connection={connectLink(anna.link)}>
      <Names />
    </CabinetProvider>,
  )
  await vi.waitFor(() => expect(host.textContent).toBe('DURAND'), { timeout: 5000 })

  await world.as('bruno').createPatient({ birthName: 'LEROUX' })
  await vi.waitFor(() => expect(host.textContent).toBe('DURAND LEROUX'), { timeout: 5000 })

  await anna.must(lock, { reason: 'system' })
  await vi.waitFor(() => expect(host.textContent).toBe('verrou'), { timeout: 5000 })
  await anna.must(unlock, { userId: anna.userId, password: testPassword })
  root.unmount()
})
