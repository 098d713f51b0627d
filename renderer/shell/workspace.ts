import { useCallback, useEffect, useRef, useState } from 'react'
import { getWorkspace, saveWorkspace } from '#app/features/sessions/contract.ts'
import type { Workspace } from '#app/features/sessions/model.ts'
import { type CabinetClient, useCabinet } from '#renderer/client/index.ts'

/** What a person who never opened the cabinet finds. */
export const firstWorkspace: Workspace = {
  tabs: [],
  activeTab: null,
  theme: 'system',
  singleLetterKeys: true,
  sizes: {},
}

const delayMs = 600

/** Keeps the workspace a moment after its last change, so that a dragged edge is one writing. */
class WorkspaceKeeper {
  readonly #client: CabinetClient
  #waiting: Workspace | null = null
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(client: CabinetClient) {
    this.#client = client
  }

  put(workspace: Workspace): void {
    this.#waiting = workspace
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => void this.flush(), delayMs)
  }

  async flush(): Promise<void> {
    clearTimeout(this.#timer)
    const workspace = this.#waiting
    this.#waiting = null
    if (workspace !== null) await this.#client.call(saveWorkspace, { workspace })
  }
}

/** A person's workspace, given back as they left it. */
export interface WorkspaceHandle {
  /** `undefined` until the cabinet has given it back. */
  readonly workspace: Workspace | undefined
  readonly change: (change: (former: Workspace) => Workspace) => void
  readonly flush: () => Promise<void>
}

/** Loads the workspace of the person signed in and keeps its changes. */
export function useWorkspace(): WorkspaceHandle {
  const cabinet = useCabinet()
  const { call } = cabinet
  const [keeper] = useState(() => new WorkspaceKeeper(cabinet))
  const [workspace, setWorkspace] = useState<Workspace | undefined>()
  const latest = useRef(workspace)

  useEffect(() => {
    let wanted = true
    const load = async () => {
      const reply = await call(getWorkspace, {})
      if (!wanted) return
      latest.current = reply.ok ? reply.value.workspace : firstWorkspace
      setWorkspace(latest.current)
    }
    void load()
    return () => {
      wanted = false
    }
  }, [call])

  const change = useCallback(
    (next: (former: Workspace) => Workspace) => {
      latest.current = next(latest.current ?? firstWorkspace)
      setWorkspace(latest.current)
      keeper.put(latest.current)
    },
    [keeper],
  )
  const flush = useCallback(() => keeper.flush(), [keeper])
  return { workspace, change, flush }
}
