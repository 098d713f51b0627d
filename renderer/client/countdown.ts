import { useEffect, useState } from 'react'
import type { AnyProblem } from './client.ts'

/** Milliseconds a refusal asks to wait before another try; 0 when it does not. */
export function waitOf(problem: AnyProblem | null): number {
  const { data } = problem ?? {}
  if (typeof data !== 'object' || data === null || !('retryAfterMs' in data)) return 0
  return typeof data.retryAfterMs === 'number' ? data.retryAfterMs : 0
}

/** Counts down the delay of a refusal, second by second; 0 when one may try again. */
export function useCountdown(problem: AnyProblem | null): number {
  const [left, setLeft] = useState(0)
  useEffect(() => {
    const until = performance.now() + waitOf(problem)
    const tick = () => setLeft(Math.max(0, until - performance.now()))
    const first = requestAnimationFrame(tick)
    const timer = setInterval(tick, 250)
    return () => {
      cancelAnimationFrame(first)
      clearInterval(timer)
    }
  }, [problem])
  return left
}
