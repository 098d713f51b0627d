import { mkdtemp, readdir, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parseWindowState, placeOnScreens, readWindowState, writeWindowState } from '#main/electron/window-state.ts'

const screen = { x: 0, y: 0, width: 1920, height: 1040 }
const left = {
  bounds: { x: 100, y: 80, width: 1400, height: 800 },
  maximized: true,
  zoom: 1,
  background: '#181F24',
  ink: '#E6EBEE',
  hostId: '0123456789abcdef0123456789abcdef',
}

test('a window opens as it was left', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'window-'))
  const file = join(folder, 'profile', 'window.json')
  await writeWindowState(file, left)
  expect(readWindowState(file)).toEqual(left)
  expect(await readdir(join(folder, 'profile'))).toEqual(['window.json'])
  expect(placeOnScreens(left, [screen])).toEqual(left.bounds)
})

test('a window left on a screen since unplugged comes back on one that is there', () => {
  const away = { ...left, bounds: { x: 2500, y: 80, width: 1400, height: 800 } }
  expect(placeOnScreens(away, [screen])).toEqual({ width: 1400, height: 800 })
  expect(placeOnScreens(away, [screen, { x: 1920, y: 0, width: 1920, height: 1040 }])).toEqual(away.bounds)
})

test('a window is never smaller than its screens allow', () => {
  const small = { ...left, bounds: { x: 10, y: 10, width: 300, height: 200 } }
  expect(placeOnScreens(small, [screen])).toMatchObject({ width: 1180, height: 680 })
})

test('a damaged file is a new window', async () => {
  const file = join(await mkdtemp(join(tmpdir(), 'window-')), 'window.json')
  const asNew = { bounds: null, maximized: false, zoom: 0, background: null, ink: null, hostId: null }
  for (const text of ['', '{', '[]', 'null', '{"bounds":{"x":"1"},"zoom":99,"background":"url(x)","hostId":"../x"}']) {
    await writeFile(file, text)
    expect(readWindowState(file)).toEqual(asNew)
  }
  expect(parseWindowState({ bounds: { x: 0, y: 0, width: 1.5, height: 2 } }).bounds).toBeNull()
})
