import { expect, test } from 'vitest'
import { contract } from '#app/contract.ts'
import { openWorld } from '#test/world/open-world.ts'

const { psc } = contract

test('the journal says which proxy was chosen in the place of which: it can say yes for anybody', async () => {
  await using world = await openWorld()
  const admin = world.as('admin')
  const to = async (proxyUrl: string, expectedVersion: number) => {
    const settings = { proxyUrl, clientId: 'cabinet-ouvert', identityPath: '/send/userinfo' }
    const { version } = await admin.must(psc.updateSettings, { settings, expectedVersion })
    const line = await world.lastLine()
    expect(line).toMatchObject({ act: 'psc.configure', outcome: 'done' })
    return { version, details: JSON.parse(String(line?.details)) as unknown }
  }
  const first = await to('https://proxy.editeur.example/esante', 0)
  expect(first.details).toMatchObject({ proxy: 'https://proxy.editeur.example/esante', before: '' })
  const second = await to('https://autre.example', first.version)
  expect(second.details).toMatchObject({
    proxy: 'https://autre.example',
    before: 'https://proxy.editeur.example/esante',
  })
})
