import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Reporter } from 'vitest/node'
import { addCounts, type Counts, noCounts, saysWhy } from './counts.ts'

/** Writes what the run came to where the suite asked for it (`CABINET_COUNTS_FILE`), beside Vitest's own log. */
export default class VitestCounts implements Reporter {
  readonly onTestRunEnd: NonNullable<Reporter['onTestRunEnd']> = (modules, unhandledErrors) => {
    const file = process.env['CABINET_COUNTS_FILE']
    if (file === undefined) return
    let counts: Counts = { ...noCounts, failed: unhandledErrors.length }
    for (const module of modules) {
      // A file that cannot even be loaded has no test that could fail.
      const broken = module.errors().length > 0 ? 1 : 0
      counts = addCounts(counts, { ...noCounts, failed: broken })
      for (const one of module.children.allTests()) {
        const result = one.result()
        const name = `${module.relativeModuleId} > ${one.fullName}`
        if (result.state === 'passed') counts = addCounts(counts, { ...noCounts, passed: 1 })
        else if (result.state === 'skipped') {
          const why = (result.note ?? '') !== '' || saysWhy(name)
          counts = addCounts(counts, { ...noCounts, skipped: 1, unexplained: why ? [] : [name] })
        } else counts = addCounts(counts, { ...noCounts, failed: 1 })
      }
    }
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, JSON.stringify(counts))
  }
}
