/** One measured figure, beside the floor measured in the same run. */
export interface BenchRow {
  /** What was done, in the words of the speed table: « search as typed, p95 ». */
  readonly name: string
  readonly value: number
  readonly unit: 'ms' | 's' | 'MB' | 'MB/s' | 'cores' | 'tasks' | '%'
  /** The same work without us: bare SQL, a bare echo, an empty window, a file copy. Same unit. */
  readonly floor?: number
  /** `value / floor`. */
  readonly ratio?: number
  /** What is promised, as a sentence: « ≤ 10 ms and ≤ 3 × the floor ». */
  readonly budget: string
  /** Whether the promise holds. */
  readonly ok: boolean
}

/** What a file of test/bench exports: measures, and cleans up after itself. */
export type Bench = () => Promise<readonly BenchRow[]>
