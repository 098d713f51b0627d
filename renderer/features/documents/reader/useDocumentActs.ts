import { useCallback, useState } from 'react'
import {
  arrangePages,
  extractPages,
  listUnfiled,
  moveDocument,
  openDocument,
  removeDocument,
  restoreDocument,
  turnImage,
  updateDocument,
  useFormerVersion,
} from '#app/features/documents/contract.ts'
import type { ArrangedPage, DocumentFields, DocumentView } from '#app/features/documents/model.ts'
import { turnedBy } from '#app/features/documents/rules.ts'
import { documentsText } from '#app/text/fr/documents.ts'
import { type AnyProblem, useAskAgain, useCabinet } from '#renderer/client/index.ts'
import { useToast } from '#ui/Toasts.tsx'
import { saveDocument } from './save-document.ts'

const { failed: failures, toasts } = documentsText

/** An act that was refused: what did not happen, and why. */
export interface FailedAct {
  readonly title: string
  readonly refusal: AnyProblem
}

/** What every act on one document answers, whatever it may be refused for. */
type Changed = { readonly ok: true; readonly value: { readonly document: DocumentView } } | Refused
type Refused = { readonly ok: false } & AnyProblem

/** What is done to a document, each with its undo. Every act answers whether it was done. */
export function useDocumentActs() {
  const { call } = useCabinet()
  const askAgainOf = useAskAgain()
  const toast = useToast()
  const [failed, setFailed] = useState<FailedAct | null>(null)

  const settle = useCallback(
    (title: string, refusal: AnyProblem | null): boolean => {
      setFailed(refusal === null ? null : { title, refusal })
      // After a refusal too: what is shown was not what the cabinet holds.
      askAgainOf(openDocument, listUnfiled)
      return refusal === null
    },
    [askAgainOf],
  )

  /** Says what was done; undone by what `undo` asks of the document as it then is. */
  const done = useCallback(
    (said: string, reply: Changed, undo: (now: DocumentView) => Promise<Changed>) => {
      if (!settle(failures.change, reply.ok ? null : reply) || !reply.ok) return false
      const { document } = reply.value
      toast(said, () => {
        void undo(document).then((undone) => settle(failures.change, undone.ok ? null : undone))
      })
      return true
    },
    [settle, toast],
  )

  const update = useCallback(
    async (document: DocumentView, fields: DocumentFields) => {
      const { documentId, version } = document
      const reply = await call(updateDocument, { documentId, expectedVersion: version, fields })
      return done(toasts.changed(fields.title), reply, (now) =>
        call(updateDocument, { documentId, expectedVersion: now.version, fields: document.fields }),
      )
    },
    [call, done],
  )

  const useVersion = useCallback(
    async (document: DocumentView, number: number) => {
      const { documentId, version, fields } = document
      const reply = await call(useFormerVersion, { documentId, expectedVersion: version, number })
      return done(toasts.changed(fields.title), reply, (now) =>
        call(useFormerVersion, { documentId, expectedVersion: now.version, number: document.number }),
      )
    },
    [call, done],
  )

  const turn = useCallback(
    async (document: DocumentView) => {
      const { documentId, version, fields } = document
      const reply = await call(turnImage, { documentId, expectedVersion: version, turn: turnedBy(document.turn, 90) })
      return done(toasts.changed(fields.title), reply, (now) =>
        call(turnImage, { documentId, expectedVersion: now.version, turn: document.turn }),
      )
    },
    [call, done],
  )

  const arrange = useCallback(
    async (document: DocumentView, pages: readonly ArrangedPage[]) => {
      const { documentId, version, fields } = document
      const reply = await call(arrangePages, { documentId, expectedVersion: version, pages: [...pages] })
      return done(toasts.changed(fields.title), reply, (now) =>
        call(useFormerVersion, { documentId, expectedVersion: now.version, number: document.number }),
      )
    },
    [call, done],
  )

  const extract = useCallback(
    async (document: DocumentView, pages: readonly number[], title: string, takeOut: boolean) => {
      const { documentId, version } = document
      const asked = { documentId, expectedVersion: version, pages: [...pages], title, takeOut }
      const reply = await call(extractPages, asked)
      if (!settle(failures.change, reply.ok ? null : reply) || !reply.ok) return false
      const { document: rest, extracted } = reply.value
      toast(toasts.extracted(title), () => {
        const undo = async () => {
          const { documentId: extractedId, version: extractedVersion } = extracted
          const gone = await call(removeDocument, { documentId: extractedId, expectedVersion: extractedVersion })
          if (!settle(failures.change, gone.ok ? null : gone) || !takeOut) return
          const back = await call(useFormerVersion, {
            documentId,
            expectedVersion: rest.version,
            number: document.number,
          })
          settle(failures.change, back.ok ? null : back)
        }
        void undo()
      })
      return true
    },
    [call, settle, toast],
  )

  const move = useCallback(
    async (document: Pick<DocumentView, 'documentId' | 'version' | 'patientId' | 'fields'>, to: NamedPatient) => {
      const { documentId, version, patientId, fields } = document
      const reply = await call(moveDocument, { documentId, expectedVersion: version, patientId: to.patientId })
      if (!settle(patientId === null ? failures.file : failures.move, reply.ok ? null : reply) || !reply.ok)
        return false
      const said = patientId === null ? toasts.filed : toasts.moved
      toast(said(fields.title, to.displayName), () => {
        const back = { documentId, expectedVersion: reply.value.document.version, patientId }
        void call(moveDocument, back).then((undone) => settle(failures.move, undone.ok ? null : undone))
      })
      return true
    },
    [call, settle, toast],
  )

  const remove = useCallback(
    async (document: Pick<DocumentView, 'documentId' | 'version' | 'fields'>) => {
      const { documentId, version, fields } = document
      const reply = await call(removeDocument, { documentId, expectedVersion: version })
      if (!settle(failures.remove, reply.ok ? null : reply) || !reply.ok) return false
      toast(toasts.removed(fields.title), () => {
        const back = { documentId, expectedVersion: reply.value.version }
        void call(restoreDocument, back).then((undone) => settle(failures.restore, undone.ok ? null : undone))
      })
      return true
    },
    [call, settle, toast],
  )

  const save = useCallback(
    async (document: DocumentView) => {
      const refusal = await saveDocument({ call }, document)
      return settle(failures.save, refusal)
    },
    [call, settle],
  )

  return { update, useVersion, turn, arrange, extract, move, remove, save, failed }
}

/** A patient as a choice names them. */
export interface NamedPatient {
  readonly patientId: string
  readonly displayName: string
}

/** What is done to documents. */
export type DocumentActs = ReturnType<typeof useDocumentActs>
