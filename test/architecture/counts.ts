/** What a run of tests came to. */
export interface Counts {
  readonly passed: number
  readonly failed: number
  readonly skipped: number
  /** Skipped tests that do not say why: they fail the suite. */
  readonly unexplained: readonly string[]
}

/** Nothing run yet. */
export const noCounts: Counts = { passed: 0, failed: 0, skipped: 0, unexplained: [] }

/** Two runs as one. */
export function addCounts(left: Counts, right: Counts): Counts {
  return {
    passed: left.passed + right.passed,
    failed: left.failed + right.failed,
    skipped: left.skipped + right.skipped,
    unexplained: [...left.unexplained, ...right.unexplained],
  }
}

/** The last line of every run, alone on its line: people and machines read the outcome there. */
export function closingLine({ passed, failed, skipped }: Counts): string {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`
}

/** Whether a name says why the test may be skipped: « … (only with CABINET_LONG=1) », « … (needs a card reader) ». */
export function saysWhy(name: string): boolean {
  return /\((?:only|needs|without)\s[^)]{3,}\)/.test(name)
}

/** The part of Playwright's JSON report that is counted. */
export interface PlaywrightReport {
  readonly suites: readonly PlaywrightSuite[]
  readonly errors: readonly { readonly message?: string }[]
}
interface PlaywrightSuite {
  readonly title: string
  readonly suites?: readonly PlaywrightSuite[]
  readonly specs: readonly {
    readonly title: string
    readonly tests: readonly {
      readonly status: 'expected' | 'unexpected' | 'flaky' | 'skipped'
      readonly annotations: readonly { readonly type: string; readonly description?: string }[]
    }[]
  }[]
}

/** Counts a Playwright report. A flaky test is a failed one: it will fail again on the day it matters. */
export function countPlaywright(report: PlaywrightReport): Counts {
  const own: Counts = { ...noCounts, failed: report.errors.length }
  return report.suites.map(countSuite).reduce(addCounts, own)
}

function countSuite(suite: PlaywrightSuite): Counts {
  const specs = suite.specs.flatMap((spec) =>
    spec.tests.map((one): Counts => {
      if (one.status === 'expected') return { ...noCounts, passed: 1 }
      if (one.status !== 'skipped') return { ...noCounts, failed: 1 }
      const why = one.annotations.some((note) => note.type === 'skip' && (note.description ?? '') !== '')
      const name = `${suite.title} > ${spec.title}`
      return { ...noCounts, skipped: 1, unexplained: why || saysWhy(name) ? [] : [name] }
    }),
  )
  return [...specs, ...(suite.suites ?? []).map(countSuite)].reduce(addCounts, noCounts)
}
