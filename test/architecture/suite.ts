/**
 * Everything `npm test` promises: types, lint, format, the law of the rooms, unit and integration tests, the build, and the
 * journeys in Chromium and in Electron. `npm run ready` (`--ready`) formats first and looks for dead code as well.
 *
 * The last line of the output stands alone: `N passed, N failed, N skipped`. A check without tests of its own (types, lint,
 * format, build, dead code) counts as one. Leaves with status 0 only if nothing failed.
 */
import { addCounts, closingLine, noCounts } from './counts.ts'
import { type Outcome, runStep, type Step, stopSteps } from './steps.ts'

const ready = process.argv.includes('--ready')
const long = process.env['CABINET_LONG'] === '1'
const formatter = ['biome', 'format', '--config-path=test/architecture'] as const

const format: Step = {
  name: 'format',
  command: ready ? [...formatter, '--write', '.'] : [...formatter, '.'],
  limitMinutes: 2,
}
const types: Step = { name: 'types', command: ['tsc', '-b'], limitMinutes: 5 }
const lint: Step = {
  name: 'lint',
  command: [
    'oxlint',
    '-c',
    'test/architecture/oxlint.json',
    '--deny-warnings',
    '--report-unused-disable-directives',
    '.',
  ],
  limitMinutes: 3,
}
const deadCode: Step = {
  name: 'dead code',
  command: ['knip', '--config', 'test/architecture/knip.json', '--no-progress'],
  limitMinutes: 3,
}
const build: Step = { name: 'build', command: ['node', 'main/launch/build.ts'], limitMinutes: 5 }
const tests: Step = {
  name: 'tests',
  command: [
    'vitest',
    'run',
    '--config',
    'test/architecture/vitest.config.ts',
    '--reporter=default',
    '--reporter=./test/architecture/vitest-counts.ts',
  ],
  limitMinutes: long ? 120 : 18,
  live: true,
  counts: 'vitest',
}
/** Journeys wait more than they work: those in a browser and those in the window pass the time together. */
const journeysIn = (project: 'chromium' | 'electron'): Step => ({
  name: `journeys in ${project}`,
  command: [
    'playwright',
    'test',
    '--config',
    'test/journeys/playwright.config.ts',
    `--project=${project}`,
    `--output=test-results/journeys-${project}`,
    '--reporter=list,json',
  ],
  // A limit stops what hangs, not a slow computer.
  limitMinutes: long ? 60 : 20,
  live: true,
  windows: true,
  counts: 'playwright',
})

/** Groups run one after the other; the steps of a group run together. Two cores: never more than two heavy ones. */
const groups: readonly (readonly Step[])[] = [
  [format],
  [types, lint],
  [build, ...(ready ? [deadCode] : [])],
  [tests],
  [journeysIn('chromium'), journeysIn('electron')],
]

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    stopSteps()
    process.exit(1)
  })
}

const startedAt = performance.now()
const outcomes: Outcome[] = []
for (const group of groups) outcomes.push(...(await Promise.all(group.map(runStep))))

const counted = outcomes.map((outcome) => outcome.counts).reduce(addCounts, noCounts)
for (const name of counted.unexplained) console.log(`✗ skipped without a reason: ${name}`)
const counts = { ...counted, failed: counted.failed + counted.unexplained.length }

const failures = outcomes.filter((outcome) => !outcome.ok)
// Said again at the end: what failed is far above the lines of what ran after it, or beside it.
for (const { name, report } of failures) console.log(`✗ ${name} failed\n${report}`)
console.log(`${Math.round((performance.now() - startedAt) / 1000)} s in all`)
console.log(closingLine(counts))
process.exitCode = counts.failed === 0 ? 0 : 1
