import { spawnSync } from 'node:child_process'
import { mkdtemp, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { projectRoot } from '#main/launch/program-version.ts'

const folder = join(projectRoot, 'main', 'launch', 'service')
const unit = () => readFile(join(folder, 'cabinet-ouvert.service'), 'utf8')
const winsw = () => readFile(join(folder, 'cabinet-ouvert.xml'), 'utf8')
const programme = '/opt/Cabinet Ouvert/resources'

/** The words of the command a definition runs after the program's own file. */
function wordsAfter(line: string): string[] {
  const [, after = ''] = line.split('cabinet.js"')
  return after.trim().split(/\s+(?=host|--|\d+$)/)
}

test('systemd takes the unit whole, and counts it among the well-protected ones', async (context) => {
  const found = spawnSync('systemd-analyze', ['--version'])
  if (found.error !== undefined)
    return context.skip('systemd-analyze is not on this computer: the unit was not verified')
  const copy = join(await mkdtemp(join(tmpdir(), 'unit-')), 'cabinet-ouvert.service')
  // The program is not installed here: its Node is the one that runs this.
  await writeFile(copy, (await unit()).replace(`"${programme}/node/node"`, `"${process.execPath}"`))
  const verified = spawnSync('systemd-analyze', ['verify', '--man=no', copy], { encoding: 'utf8' })
  expect(verified.stdout + verified.stderr).not.toContain('cabinet-ouvert.service')
  expect(verified.status).toBe(0)
  const security = spawnSync('systemd-analyze', ['security', '--offline=yes', '--threshold=20', copy], {
    encoding: 'utf8',
  })
  expect(`${security.status} ${security.stderr}`).toMatch(/^0 /)
})

test('both services run what the package carries, with words the command line knows', async () => {
  const builder = await readFile(join(projectRoot, 'electron-builder.yml'), 'utf8')
  for (const carried of ['from: main/launch/service', 'to: node/node\n', 'to: node/node.exe', '- dist/renderer/**'])
    expect(builder).toContain(carried)
  const command = /^ExecStart=(.*)$/m.exec(await unit())?.[1] ?? ''
  const words = /<arguments>(.*)<\/arguments>/.exec(await winsw())?.[1] ?? ''
  for (const line of [command, words]) {
    expect(line).toContain('app.asar.unpacked')
    expect(wordsAfter(line).map((word) => word.split(' ')[0])).toEqual(['host', '--dir', '--port', '--lan'])
  }
  const help = spawnSync(process.execPath, [join(projectRoot, 'main', 'launch', 'cabinet.ts'), 'host', '--help'], {
    encoding: 'utf8',
  }).stdout
  for (const word of ['--dir', '--port', '--lan', 'pair']) expect(help).toContain(word)
})

test('the unit keeps what an open cabinet must not lose, and gives what it must not have', async () => {
  const lines = new Set((await unit()).split('\n'))
  for (const line of [
    'KillSignal=SIGTERM',
    'DynamicUser=yes',
    'StateDirectoryMode=0700',
    'UMask=0077',
    'LimitCORE=0',
    'NoNewPrivileges=yes',
    'ProtectSystem=strict',
    'IPAddressDeny=any',
  ])
    expect(lines).toContain(line)
})

test('the folder of the keys is closed on a Windows of any language, before the service runs', async () => {
  const guide = await readFile(join(folder, 'LISEZMOI.md'), 'utf8')
  const [, commands = ''] = guide.split('## Windows')
  const steps = ['mkdir "%ProgramData%', 'icacls "%ProgramData%', 'cabinet-ouvert.exe install']
  expect(steps.map((step) => commands.indexOf(step))).toEqual(
    steps.map((step) => commands.indexOf(step)).toSorted((one, other) => one - other),
  )
  for (const step of steps) expect(commands).toContain(step)
  // The accounts have other names in a French Windows; LocalService and the administrators always have these numbers.
  const granted = [...(/^icacls .*$/m.exec(commands)?.[0] ?? '').matchAll(/"([^"]+):\(OI\)\(CI\)F"/g)].map(
    ([, who]) => who,
  )
  expect(granted).toEqual(['*S-1-5-19', '*S-1-5-32-544'])
})
