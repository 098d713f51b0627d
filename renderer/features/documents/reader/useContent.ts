import { useEffect, useState } from 'react'
import { readDocument } from '#app/features/documents/contract.ts'
import { type AnyProblem, type CabinetClient, useCabinet } from '#renderer/client/index.ts'

/** A document's content on its way to the screen. */
export interface ContentOnItsWay {
  readonly bytes: Uint8Array<ArrayBuffer> | null
  readonly problem: AnyProblem | null
  /** Bytes received and to come; `null` before the first. */
  readonly progress: { readonly done: number; readonly total: number } | null
}

/** The content of one version of a document, piece by piece; gone with the screen that shows it. `null` asks nothing. */
export function useContent(
  documentId: string | null,
  number: number,
): ContentOnItsWay & { readonly again: () => void } {
  const { call } = useCabinet()
  const [turn, setTurn] = useState(0)
  const [content, setContent] = useState<ContentOnItsWay & { readonly key: string }>({ ...nothing, key: '' })
  const key = `${documentId} ${number} ${turn}`
  useEffect(() => {
    if (documentId === null) return
    const stopped = new AbortController()
    const told = (next: Partial<ContentOnItsWay>) => {
      if (!stopped.signal.aborted) setContent({ ...nothing, ...next, key })
    }
    void readContent({ call }, { documentId, number }, stopped.signal, (done, total) =>
      told({ progress: { done, total } }),
    ).then(
      (read) => told('bytes' in read ? { bytes: read.bytes } : { problem: read.problem }),
      // The screen is gone, and with it what was asked.
      () => undefined,
    )
    return () => stopped.abort()
  }, [call, documentId, number, key])
  const shown = content.key === key ? content : { ...nothing, key }
  return { ...shown, again: () => setTurn((former) => former + 1) }
}

const nothing: ContentOnItsWay = { bytes: null, problem: null, progress: null }

/** Reads a whole content, and checks that it is the one whose digest was announced. */
export async function readContent(
  client: CabinetClient,
  version: { readonly documentId: string; readonly number: number },
  signal: AbortSignal,
  progress: (done: number, total: number) => void = () => undefined,
): Promise<{ readonly bytes: Uint8Array<ArrayBuffer> } | { readonly problem: AnyProblem }> {
  let bytes = new Uint8Array(0)
  let at = 0
  for (let position = 0; ; position += 1) {
    const reply = await client.call(readDocument, { ...version, position }, { signal })
    if (!reply.ok) return { problem: reply }
    const { piece, bytes: total, pieces, digest } = reply.value
    if (position === 0) bytes = new Uint8Array(total)
    const part = bytesOf(piece)
    bytes.set(part, at)
    at += part.length
    if (position + 1 < pieces) {
      progress(at, total)
      continue
    }
    const isWhole = at === total && (await sha256(bytes)) === digest
    return isWhole ? { bytes } : { problem: { problem: 'document.damaged', data: {} } }
  }
}

function bytesOf(base64: string): Uint8Array {
  const signs = atob(base64)
  const bytes = new Uint8Array(signs.length)
  for (let at = 0; at < signs.length; at += 1) bytes[at] = signs.charCodeAt(at)
  return bytes
}

async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
  return [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}
