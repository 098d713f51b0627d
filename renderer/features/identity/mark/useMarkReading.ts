import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { readMark } from '#app/features/identity/contract.ts'
import type { MarkMatch, MarkReading } from '#app/features/identity/model.ts'
import { type AnyProblem, useCabinet } from '#renderer/client/index.ts'
import { useKeyGate } from '#ui/index.ts'
import type { DecodeFault } from './decode.ts'
import { listenForScans, type ScanListener } from './listen.ts'

/** Where the reading of a mark stands. */
export type MarkStep =
  | { readonly kind: 'idle' }
  /** A file is waited for. */
  | { readonly kind: 'file' }
  | { readonly kind: 'decoding' }
  | { readonly kind: 'reading' }
  | { readonly kind: 'not-decoded'; readonly fault: DecodeFault }
  | { readonly kind: 'failed'; readonly problem: AnyProblem }
  | { readonly kind: 'records'; readonly reading: MarkReading; readonly matches: readonly MarkMatch[] }
  | { readonly kind: 'nobody'; readonly reading: MarkReading }
  /** The record is open behind; its reader has something to be told. */
  | { readonly kind: 'told'; readonly reading: MarkReading; readonly match: MarkMatch }

/** What is said of how a reader is set, once: it stays true of every scan. */
const ofReaders: ReadonlySet<MarkReading['notices'][number]> = new Set(['keyboard', 'separators-lost'])

/** The reading of marks, in hand. */
export interface MarkReadingInHand {
  readonly step: MarkStep
  /** The record last opened by itself, to be said to who does not see it open. */
  readonly opened: MarkMatch | null
  readonly waitForFile: () => void
  readonly decode: (file: Blob) => void
  readonly close: () => void
}

/** Hears the readers of this window and reads files; `open` shows the record of a mark that is certain. */
export function useMarkReading(open: (patientId: string) => void): MarkReadingInHand {
  const { call } = useCabinet()
  const [step, setStep] = useState<MarkStep>({ kind: 'idle' })
  const [opened, setOpened] = useState<MarkMatch | null>(null)
  const told = useRef(new Set<string>())
  const isShown = useRef(false)
  useEffect(() => {
    isShown.current = step.kind !== 'idle'
  }, [step.kind])
  /** The reading under way: one that another has overtaken says nothing. */
  const present = useRef<AbortController | null>(null)
  const begin = useCallback(() => {
    present.current?.abort()
    present.current = new AbortController()
    return present.current.signal
  }, [])
  const close = useCallback(() => {
    present.current?.abort()
    setStep({ kind: 'idle' })
  }, [])
  useEffect(() => () => present.current?.abort(), [])

  const ask = useCallback(
    async (text: string, signal: AbortSignal) => {
      // A question that somebody is answering is not taken from under their hands; the dialog of files is ours.
      const questions = document.querySelectorAll('[aria-modal="true"]').length
      const isAlone = questions <= (isShown.current ? 1 : 0)
      setStep({ kind: 'reading' })
      const reply = await call(readMark, { text: text.slice(0, 4_000) })
      if (signal.aborted) return
      if (!reply.ok) {
        setStep({ kind: 'failed', problem: reply })
        return
      }
      const { reading, matches } = reply.value
      const [first, second] = matches
      if (first === undefined) setStep({ kind: 'nobody', reading })
      else if (first.recognition !== 'certain' || second?.recognition === 'certain' || !isAlone)
        setStep({ kind: 'records', reading, matches })
      else {
        open(first.patient.patientId)
        setOpened(first)
        const isNew = reading.notices.some((notice) => !ofReaders.has(notice) || !told.current.has(notice))
        for (const notice of reading.notices) told.current.add(notice)
        setStep(isNew ? { kind: 'told', reading, match: first } : { kind: 'idle' })
      }
    },
    [call, open],
  )

  const onScan = useRef<(text: string) => void>(() => undefined)
  useEffect(() => {
    onScan.current = (text) => void ask(text, begin())
  }, [ask, begin])
  const [listener, setListener] = useState<ScanListener | null>(null)
  useEffect(() => {
    const heard = listenForScans((text) => onScan.current(text))
    setListener(heard)
    return heard.stop
  }, [])
  useKeyGate(listener?.gate ?? null)

  const decode = useCallback(
    (file: Blob) => {
      const signal = begin()
      setStep({ kind: 'decoding' })
      const look = async () => {
        // It comes with its decoder, the first time somebody has a file.
        const { decodeMark, NotDecoded } = await import('./decode.ts')
        try {
          const text = await decodeMark(file, signal)
          if (!signal.aborted) await ask(text, signal)
        } catch (failure) {
          if (signal.aborted) return
          if (!(failure instanceof NotDecoded)) throw failure
          setStep({ kind: 'not-decoded', fault: failure.fault })
        }
      }
      void look()
    },
    [ask, begin],
  )
  const waitForFile = useCallback(() => {
    begin()
    setStep({ kind: 'file' })
  }, [begin])
  return useMemo(() => ({ step, opened, waitForFile, decode, close }), [step, opened, waitForFile, decode, close])
}
