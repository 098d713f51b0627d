import { useCallback, useEffect, useEffectEvent, useState } from 'react'
import { addFolder, listCabinets, openCabinet } from '#app/features/cabinet/contract.ts'
import type { KnownCabinet, OpeningUser } from '#app/features/cabinet/model.ts'
import type { SessionView } from '#app/features/sessions/model.ts'
import { type AnyProblem, useAskAgain, useCabinet, useLiveQuery } from '#renderer/client/index.ts'
import { lastOpened, rememberOpened } from './memory.ts'

/** The state of « Ouverture du cabinet ». */
export interface Door {
  readonly cabinets: readonly KnownCabinet[]
  readonly waiting: boolean
  readonly cabinet: KnownCabinet | undefined
  readonly user: OpeningUser | undefined
  readonly password: string
  readonly problem: AnyProblem | null
  readonly busy: boolean
  readonly chooseCabinet: (cabinetId: string | null) => void
  readonly chooseUser: (userId: string | null) => void
  readonly setPassword: (password: string) => void
  readonly open: () => Promise<void>
  readonly addFolder: (folder: string) => Promise<void>
}

/** Chooses, in advance, what was last opened here; then opens. */
export function useDoor(onOpened: (session: SessionView) => void): Door {
  const { call } = useCabinet()
  const askAgain = useAskAgain()
  const known = useLiveQuery(listCabinets, {}, { freshOnMount: true })
  const [remembered] = useState(lastOpened)
  const [cabinetId, setCabinetId] = useState<string | null>(null)
  const [userId, setUserId] = useState<string | null>(null)
  const [password, setPassword] = useState('')
  const [problem, setProblem] = useState<AnyProblem | null>(null)
  const [busy, setBusy] = useState(false)
  // Entrée was pressed before the cabinets of this computer were known: it opens once they are.
  const [awaited, setAwaited] = useState(false)

  const cabinets = known.value?.cabinets ?? []
  const cabinet = cabinets.find((one) => one.cabinetId === (cabinetId ?? remembered?.cabinetId)) ?? cabinets[0]
  const wantedUser = userId ?? (cabinet?.cabinetId === remembered?.cabinetId ? remembered?.userId : undefined)
  const user = cabinet?.users.find((one) => one.userId === wantedUser) ?? cabinet?.users[0]

  const changePassword = useCallback((text: string) => {
    setPassword(text)
    setProblem((former) => (former?.problem === 'cabinet.wait' ? former : null))
  }, [])

  const open = async () => {
    if (busy) return
    if (cabinet === undefined || user === undefined) {
      setAwaited(known.waiting)
      return
    }
    setBusy(true)
    const choice = { cabinetId: cabinet.cabinetId, userId: user.userId }
    const reply = await call(openCabinet, { ...choice, password })
    setBusy(false)
    setPassword('')
    if (!reply.ok) {
      setProblem(reply)
      return
    }
    rememberOpened(choice)
    onOpened(reply.value.session)
  }

  const openAwaited = useEffectEvent(() => {
    setAwaited(false)
    void open()
  })
  useEffect(() => {
    if (awaited && !known.waiting) openAwaited()
  }, [awaited, known.waiting])

  return {
    cabinets,
    waiting: known.waiting,
    cabinet,
    user,
    password,
    problem: problem ?? known.problem ?? null,
    busy: busy || awaited,
    chooseCabinet: (chosen) => {
      setCabinetId(chosen)
      setUserId(null)
      setProblem(null)
    },
    chooseUser: (chosen) => {
      setUserId(chosen)
      setProblem(null)
    },
    setPassword: changePassword,
    open,
    addFolder: async (folder) => {
      const reply = await call(addFolder, { folder })
      if (reply.ok) askAgain(listCabinets)
      else setProblem(reply)
    },
  }
}
