import { useCallback } from 'react'
import type { RecordTab } from '#app/features/sessions/model.ts'
import { useDesk } from '#renderer/client/index.ts'
import type { EditorRequest, ShownEntry } from '#renderer/features/forms/index.ts'

/** What the tab of one record shows beside its part; it outlives a lock, a crash, and comes back at another seat. */
export interface OpenTab {
  readonly entry: ShownEntry | undefined
  readonly editor: EditorRequest | undefined
  readonly show: (entry: ShownEntry | undefined) => void
  readonly write: (request: EditorRequest | undefined) => void
}

/** The tab of one record, in the workspace. */
export function useRecordTab(patientId: string): OpenTab {
  const { workspace, keepInTab } = useDesk()
  const tab = workspace.tabs.find((one) => one.patientId === patientId)
  return {
    entry: tab?.entry,
    editor: requestOf(tab?.editor),
    show: useCallback((entry) => keepInTab(patientId, { entry }), [keepInTab, patientId]),
    write: useCallback(
      (request) => keepInTab(patientId, { editor: request === undefined ? undefined : editorOf(request) }),
      [keepInTab, patientId],
    ),
  }
}

type Kept = NonNullable<RecordTab['editor']>

function editorOf({ form, subjectId, startWith }: EditorRequest): Kept {
  return { form, subjectId, ...(startWith === undefined ? {} : { startWith: { ...startWith } }) }
}

function requestOf(editor: RecordTab['editor']): EditorRequest | undefined {
  if (editor === undefined) return undefined
  const { startWith, ...rest } = editor
  return startWith === undefined ? rest : { ...rest, startWith }
}
