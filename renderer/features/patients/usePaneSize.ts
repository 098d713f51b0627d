import { useCallback, useState } from 'react'
import { useDesk } from '#renderer/client/index.ts'

/** Size of a pane in pixels, kept for this person once the hand leaves its handle. */
export function usePaneSize(name: string, otherwise: number): readonly [number, (size: number, done: boolean) => void] {
  const { size, keepSize } = useDesk()
  const [moving, setMoving] = useState<number | null>(null)
  const change = useCallback(
    (wanted: number, done: boolean) => {
      setMoving(done ? null : wanted)
      if (done) keepSize(name, wanted)
    },
    [keepSize, name],
  )
  return [moving ?? size(name, otherwise), change]
}
