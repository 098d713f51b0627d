const key = 'cabinet-ouvert.last-opened'

/** Which cabinet and which user opened last at this seat: identifiers only, so that the right names are chosen in advance. */
export interface LastOpened {
  readonly cabinetId: string
  readonly userId: string
}

/** What was last opened here, if this seat remembers. */
export function lastOpened(): LastOpened | null {
  const [cabinetId, userId] = globalThis.localStorage?.getItem(key)?.split(' ') ?? []
  return cabinetId === undefined || userId === undefined ? null : { cabinetId, userId }
}

/** Remembers it at this seat. */
export function rememberOpened({ cabinetId, userId }: LastOpened): void {
  globalThis.localStorage?.setItem(key, `${cabinetId} ${userId}`)
}
