import type { Problem } from '#app/kernel/problem.ts'
import type { ReadDb, WriteDb } from '#core/kernel/tables.ts'
import type { Authority } from '#main/protocols/certificate-trust.ts'
import { isListOf, longestListBytes, type RevocationList, readRevocationList } from '#main/protocols/revocation-list.ts'
import { type KnownList, partOf, putAway, type RevokedSerials, revocationIn } from '#main/protocols/revoked-serials.ts'
import type { CardAuthorityTable, CardRevocationListTable } from './tables.ts'

/** A list of a day later than this computer's, in ms: clocks differ. */
const clockSkewMs = 60 * 60_000

interface KeptAuthority {
  readonly row: CardAuthorityTable
  readonly authority: Authority
}

/** Why a list is not taken. */
export type ListFault = Problem<'card.revocations-refused'>['data']['reason']

/** A list read, believed and put away; nothing is written yet. */
export interface PreparedList {
  readonly ok: true
  readonly authorityId: string
  readonly list: Pick<RevocationList, 'thisUpdate' | 'nextUpdate' | 'covers' | 'count'>
  readonly serials: RevokedSerials
}

/**
 * Reads the bytes of a file, DER or PEM, and verifies whose list it is. Outside any transaction: some tenths of a second for
 * half a million entries, and about half the memory of the file.
 */
export function prepareList(
  file: Uint8Array,
  known: readonly KeptAuthority[],
  now: string,
): PreparedList | { readonly ok: false; readonly reason: ListFault } {
  const content = file.length > longestListBytes ? null : derOfList(file)
  if (content === null) return { ok: false, reason: 'too-long' }
  const reading = readRevocationList(content)
  if (!reading.ok) return { ok: false, reason: 'unreadable' }
  const { list } = reading
  const owner = known.find(({ authority }) => isListOf(list, authority))
  if (owner === undefined) {
    const isNamed = known.some(({ authority }) => Buffer.from(authority.subject).equals(list.issuer))
    return { ok: false, reason: isNamed ? 'bad-signature' : 'unknown-issuer' }
  }
  if (Date.parse(list.thisUpdate) > Date.parse(now) + clockSkewMs) return { ok: false, reason: 'over' }
  const { thisUpdate, nextUpdate, covers, count } = list
  const { authority_id: authorityId } = owner.row
  return { ok: true, authorityId, list: { thisUpdate, nextUpdate, covers, count }, serials: putAway(list) }
}

/**
 * Writes a list in the place of the former one of its authority. `older`: a list as late or later is here, and stays;
 * putting an old list back would let a revoked card in. `gone`: its authority was taken away meanwhile.
 */
export async function keepList(
  db: WriteDb,
  { authorityId, list, serials }: PreparedList,
  now: string,
): Promise<'kept' | 'older' | 'gone'> {
  const place = { authority_id: authorityId, covers: list.covers }
  const owner = await db
    .selectFrom('card_authority')
    .select('authority_id')
    .where('authority_id', '=', authorityId)
    .executeTakeFirst()
  if (owner === undefined) return 'gone'
  const former = await db
    .selectFrom('card_revocation_list')
    .select('issued_at')
    .where('authority_id', '=', place.authority_id)
    .where('covers', '=', place.covers)
    .executeTakeFirst()
  if (former !== undefined && former.issued_at >= list.thisUpdate) {
    await db
      .updateTable('card_revocation_list')
      .set({ checked_at: now })
      .where('authority_id', '=', place.authority_id)
      .where('covers', '=', place.covers)
      .where('issued_at', '=', list.thisUpdate)
      .execute()
    return 'older'
  }
  await dropLists(db, authorityId, list.covers)
  const row = { issued_at: list.thisUpdate, next_at: list.nextUpdate, entries: list.count }
  await db
    .insertInto('card_revocation_list')
    .values({ ...place, ...row, serial_bytes: serials.serialBytes, added_at: now, checked_at: now })
    .execute()
  for (const [part, content] of serials.parts) {
    await db
      .insertInto('card_revocation_part')
      .values({ ...place, part, content })
      .execute()
  }
  return 'kept'
}

/** Takes away the lists of an authority, or the one that covers this. */
export async function dropLists(
  db: WriteDb,
  authorityId: string,
  covers?: CardRevocationListTable['covers'],
): Promise<void> {
  for (const table of ['card_revocation_part', 'card_revocation_list'] as const) {
    const lists = db.deleteFrom(table).where('authority_id', '=', authorityId)
    await (covers === undefined ? lists : lists.where('covers', '=', covers)).execute()
  }
}

/** The lists of these authorities, to ask them about these serial numbers; asked about another one, they throw. */
export async function readLists(
  db: ReadDb,
  known: readonly KeptAuthority[],
  serialNumbers: readonly string[],
): Promise<KnownList[]> {
  const wanted = [...new Set(serialNumbers.map(partOf))]
  // With their parts in one statement: a list replaced in between would be read with the parts of another.
  const rows = await db
    .selectFrom('card_revocation_list as list')
    .leftJoin('card_revocation_part as part', (join) =>
      join
        .onRef('part.authority_id', '=', 'list.authority_id')
        .onRef('part.covers', '=', 'list.covers')
        .on('part.part', 'in', wanted),
    )
    .select(['list.authority_id', 'list.covers', 'list.issued_at', 'list.next_at', 'list.serial_bytes'])
    .select(['part.part', 'part.content'])
    .execute()
  const byList = Map.groupBy(rows, ({ authority_id, covers }) => `${authority_id} ${covers}`)
  return [...byList.values()].flatMap((parts) => {
    const [row] = parts
    const owner = known.find((one) => one.row.authority_id === row?.authority_id)
    if (row === undefined || owner === undefined) return []
    const contents = new Map(parts.map(({ part, content }) => [part, content]))
    const revocationOf = (serialNumber: string) => {
      const part = partOf(serialNumber)
      if (!wanted.includes(part)) throw new Error('a list is asked about a certificate it was not read for')
      const content = contents.get(part) ?? null
      return content === null ? null : revocationIn(content, Number(row.serial_bytes), serialNumber)
    }
    const { covers, issued_at: thisUpdate, next_at: nextUpdate } = row
    return [{ authority: owner.authority, thisUpdate, nextUpdate, covers, revocationOf }]
  })
}

/** The DER of a file that may be in PEM. */
function derOfList(file: Uint8Array): Uint8Array {
  const head = Buffer.from(file.subarray(0, 40)).toString('latin1')
  if (!head.includes('-----BEGIN')) return file
  const text = Buffer.from(file).toString('latin1')
  const block = /-----BEGIN X509 CRL-----([A-Za-z0-9+/=\s]+)-----END X509 CRL-----/.exec(text)
  return new Uint8Array(Buffer.from(block?.[1] ?? '', 'base64'))
}
