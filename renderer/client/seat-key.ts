import type { SeatAnswer } from '#app/kernel/greeting.ts'

/** What makes a browser a seat of the cabinet: a key that cannot leave it, and the certificate the host gave it. */
interface SeatIdentity {
  readonly privateKey: CryptoKey
  /** DER, in base64. */
  readonly certificate: string
}

/** The key of a seat: ECDSA on P-256. */
export const seatKeyAlgorithm = { name: 'ECDSA', namedCurve: 'P-256' } as const

const database = 'cabinet-ouvert'
const store = 'seat'
const entry = 'identity'

/** Keeps this browser's identity; the private key stays unreadable even to the page. */
export async function keepSeatIdentity(identity: SeatIdentity): Promise<void> {
  await inStore('readwrite', (objects) => objects.put(identity, entry))
}

/** This browser's identity, or `null` where it was never joined. */
async function findSeatIdentity(): Promise<SeatIdentity | null> {
  const found = (await inStore('readonly', (objects) => objects.get(entry))) as SeatIdentity | undefined
  return found ?? null
}

/** Shows a host that this browser holds its key; nothing where it has none. */
export async function proveSeat(text: string): Promise<Pick<SeatAnswer, 'certificate' | 'signature'>> {
  const identity = await findSeatIdentity()
  if (identity === null) return {}
  const signed = await crypto.subtle.sign(
    { name: 'ECDSA', hash: 'SHA-256' },
    identity.privateKey,
    new TextEncoder().encode(text),
  )
  return { certificate: identity.certificate, signature: btoa(String.fromCharCode(...new Uint8Array(signed))) }
}

function inStore<T>(mode: IDBTransactionMode, act: (objects: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open(database, 1)
    opening.addEventListener('upgradeneeded', () => opening.result.createObjectStore(store))
    opening.addEventListener('error', () => reject(opening.error ?? new Error('no database')))
    opening.addEventListener('success', () => {
      const held = opening.result
      const transaction = held.transaction(store, mode)
      const request = act(transaction.objectStore(store))
      transaction.addEventListener('complete', () => {
        held.close()
        resolve(request.result)
      })
      transaction.addEventListener('error', () => {
        held.close()
        reject(transaction.error ?? new Error('not kept'))
      })
    })
  })
}
