import { countUnfiled } from '#app/features/documents/contract.ts'
import { useLiveQuery, useSession } from '#renderer/client/index.ts'

/** How many documents wait to be filed: the figure of the rail; 0 until known, and for who files none. */
export function useUnfiledDocuments(): number {
  const session = useSession()
  const mayFile = session.permissions.includes('document.write')
  const { value } = useLiveQuery(countUnfiled, mayFile ? {} : null, { kinds: ['record'], about: 'unfiled' })
  return value?.unfiled ?? 0
}
