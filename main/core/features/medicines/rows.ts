import { commonName, medicineWords, wordsColumn } from '#app/features/medicines/rules/words.ts'
import type { BdpmContent, BdpmMedicine } from './read-bdpm.ts'
import type { MedicineSearchTable, MedicineSubstanceTable, MedicineTable } from './tables.ts'

/** The rows of an import, drugs in the order of answers. */
export interface EditionRows {
  readonly medicines: readonly { readonly row: MedicineTable; readonly search: MedicineSearchTable }[]
  readonly substances: readonly MedicineSubstanceTable[]
}

const homeopathic = /hom[ée]o/i

/** Drugs prepared before other work has its turn. */
const drugsAtOnce = 2_000

/** What is written of an import: drugs prescribed today first, homeopathic ones last, each kind by name and strength. */
export async function rowsOf(
  editionId: string,
  content: BdpmContent,
  otherWork: () => Promise<void>,
): Promise<EditionRows> {
  const ordered = [...content.medicines.values()]
    .map((medicine) => ({ medicine, key: orderKey(medicine) }))
    .toSorted((a, b) => (a.key < b.key ? -1 : 1))
  const medicines: { row: MedicineTable; search: MedicineSearchTable }[] = []
  for (const [place, { medicine }] of ordered.entries()) {
    if (place % drugsAtOnce === 0) await otherWork()
    medicines.push({
      row: medicineRow(editionId, medicine),
      search: {
        edition_id: editionId,
        place,
        cis: medicine.cis,
        group_code: medicine.group?.code ?? '',
        words: wordsColumn([medicine.name, ...medicine.components.map(({ name }) => name)]),
      },
    })
  }
  await otherWork()
  return { medicines, substances: substanceRows(editionId, content) }
}

/** Compared as a text: a collator over fifteen thousand names would hold the core for half a second. */
function orderKey(medicine: BdpmMedicine): string {
  const name = medicineWords(medicine.name).map((word) => (/^\d/.test(word) ? word.padStart(9, '0') : word))
  // One substance before several: « amoxicilline » is first asked for by itself.
  const parts = Math.max(1, activeCount(medicine.components))
  return `${rankOf(medicine)} ${parts} ${name.join(' ')} ${medicine.cis}`
}

function activeCount(components: BdpmMedicine['components']): number {
  const fractions = components.filter(({ fraction }) => fraction)
  return Math.min(9, (fractions.length > 0 ? fractions : components).length)
}

function rankOf({ isMarketed, authorisation, components }: BdpmMedicine): number {
  const isHomeopathic = components.some(({ name }) => homeopathic.test(name))
  const isUsable = isMarketed && authorisation === 'Autorisation active'
  return (isUsable ? 0 : 2) + (isHomeopathic ? 1 : 0)
}

function medicineRow(editionId: string, medicine: BdpmMedicine): MedicineTable {
  return {
    edition_id: editionId,
    cis: medicine.cis,
    name: medicine.name,
    form: medicine.form,
    routes: medicine.routes,
    authorisation: medicine.authorisation,
    is_marketed: medicine.isMarketed ? 1 : 0,
    holder: medicine.holder,
    components: JSON.stringify(medicine.components),
    conditions: JSON.stringify(medicine.conditions),
    supply: medicine.supply,
    atc_code: medicine.atcCode,
    group_label: medicine.group === null ? null : commonName(medicine.group.label),
  }
}

/** One row a substance, under the name it most often has; found by all of them. */
function substanceRows(editionId: string, { medicines }: BdpmContent): MedicineSubstanceTable[] {
  const known = new Map<string, { names: Map<string, number>; medicines: number }>()
  for (const { components } of medicines.values()) {
    const counted = new Set<string>()
    for (const { code, name } of components) {
      const substance = known.get(code) ?? { names: new Map<string, number>(), medicines: 0 }
      known.set(code, substance)
      substance.names.set(name, (substance.names.get(name) ?? 0) + 1)
      if (!counted.has(code)) substance.medicines += 1
      counted.add(code)
    }
  }
  return [...known].map(([code, { names, medicines: count }]) => {
    const ordered = [...names].toSorted((a, b) => b[1] - a[1] || a[0].length - b[0].length)
    const name = ordered[0]?.[0] ?? code
    // The name shown comes first: what is typed is compared with its beginning.
    const words = [...medicineWords(name), ...ordered.flatMap(([other]) => medicineWords(other))]
    return { edition_id: editionId, code, name, words: ` ${[...new Set(words)].join(' ')} `, medicines: count }
  })
}
