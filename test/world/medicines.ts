import { contract } from '#app/contract.ts'
import type { BdpmFileName } from '#app/features/medicines/model.ts'
import type { WorldSeat } from './open-world.ts'

/** A drug of the small base: invented codes, real substances. */
interface SmallDrug {
  readonly cis: string
  readonly name: string
  readonly form: string
  readonly route?: string
  readonly marketed?: boolean
  readonly holder?: string
  readonly parts: readonly (readonly [code: string, name: string, dosage: string, nature: 'SA' | 'FT'])[]
  readonly group?: readonly [code: string, label: string]
  readonly conditions?: readonly string[]
  readonly atc?: string
}

const amoxicillin500 = [
  '101',
  'AMOXICILLINE TRIHYDRATEE équivalant à AMOXICILLINE 500 mg - CLAMOXYL 500 mg, gélule.',
] as const
const amoxicillin: SmallDrug['parts'] = [
  ['28165', 'AMOXICILLINE TRIHYDRATÉE', '', 'SA'],
  ['05248', 'AMOXICILLINE', '500 mg', 'FT'],
]
const metformin: SmallDrug['parts'] = [
  ['24321', 'CHLORHYDRATE DE METFORMINE', '1000 mg', 'SA'],
  ['04442', 'METFORMINE BASE', '780 mg', 'FT'],
]
const metformin1000 = ['102', 'METFORMINE (CHLORHYDRATE DE) 1000 mg - GLUCOPHAGE 1000 mg, comprimé pelliculé'] as const

/** Drugs enough to try an import, a search and a check on. */
export const smallDrugs: readonly SmallDrug[] = [
  {
    cis: '60000001',
    name: 'CLAMOXYL 500 mg, gélule',
    form: 'gélule',
    parts: amoxicillin,
    group: amoxicillin500,
    conditions: ['liste I'],
    atc: 'J01CA04',
  },
  {
    cis: '60000002',
    name: 'AMOXICILLINE ESSAI 500 mg, gélule',
    form: 'gélule',
    parts: amoxicillin,
    group: amoxicillin500,
    conditions: ['liste I'],
  },
  {
    cis: '60000003',
    name: 'AMOXICILLINE MODÈLE 500 mg, gélule',
    form: 'gélule',
    parts: amoxicillin,
    group: amoxicillin500,
    conditions: ['liste I'],
  },
  {
    cis: '60000004',
    name: 'AMOXICILLINE/ACIDE CLAVULANIQUE ESSAI 500 mg/62,5 mg, comprimé pelliculé',
    form: 'comprimé pelliculé',
    parts: [
      ...amoxicillin,
      ['29442', 'CLAVULANATE DE POTASSIUM', '', 'SA'],
      ['93286', 'ACIDE CLAVULANIQUE', '62,5 mg', 'FT'],
    ],
    conditions: ['liste I'],
  },
  {
    cis: '60000005',
    name: 'CEFPODOXIME ESSAI 100 mg, comprimé pelliculé',
    form: 'comprimé pelliculé',
    parts: [
      ['99303', 'CEFPODOXIME PROXÉTIL', '', 'SA'],
      ['17061', 'CEFPODOXIME', '100 mg', 'FT'],
    ],
    conditions: ['liste I'],
  },
  {
    cis: '60000006',
    name: 'GLUCOPHAGE 1000 mg, comprimé pelliculé',
    form: 'comprimé pelliculé',
    parts: metformin,
    group: metformin1000,
    conditions: ['liste I'],
  },
  {
    cis: '60000007',
    name: 'METFORMINE ESSAI 1000 mg, comprimé pelliculé',
    form: 'comprimé pelliculé',
    parts: metformin,
    group: metformin1000,
    conditions: ['liste I'],
  },
  {
    cis: '60000008',
    name: 'RAMIPRIL ESSAI 10 mg, comprimé sécable',
    form: 'comprimé sécable',
    parts: [['67425', 'RAMIPRIL', '10 mg', 'SA']],
    conditions: ['liste I'],
  },
  {
    cis: '60000009',
    name: 'RAMIPRIL ESSAI 5 mg, comprimé sécable',
    form: 'comprimé sécable',
    parts: [['67425', 'RAMIPRIL', '5 mg', 'SA']],
    conditions: ['liste I'],
  },
  {
    cis: '60000010',
    name: 'DOLIPRANE 1000 mg, comprimé',
    form: 'comprimé',
    parts: [['02202', 'PARACÉTAMOL', '1000 mg', 'SA']],
  },
  {
    cis: '60000011',
    name: 'IBUPROFÈNE ESSAI 400 mg, comprimé pelliculé',
    form: 'comprimé pelliculé',
    parts: [['02092', 'IBUPROFÈNE', '400 mg', 'SA']],
    conditions: ['liste II'],
  },
  {
    cis: '60000012',
    name: 'KARDEGIC 75 mg, poudre pour solution buvable en sachet-dose',
    form: 'poudre',
    parts: [
      ['03107', 'DL-LYSINE (ACÉTYLSALICYLATE DE)', '', 'SA'],
      ['00005', 'ACIDE ACÉTYLSALICYLIQUE', '75 mg', 'FT'],
    ],
  },
  {
    cis: '60000013',
    name: 'CLARITHROMYCINE ESSAI 250 mg, comprimé pelliculé',
    form: 'comprimé pelliculé',
    parts: [['24563', 'CLARITHROMYCINE', '250 mg', 'SA']],
    conditions: ['liste I'],
  },
  {
    cis: '60000014',
    name: 'BACTRIM FORTE, comprimé',
    form: 'comprimé',
    parts: [
      ['02878', 'SULFAMÉTHOXAZOLE', '800 mg', 'SA'],
      ['00821', 'TRIMÉTHOPRIME', '160 mg', 'SA'],
    ],
    conditions: ['liste I'],
  },
  {
    cis: '60000015',
    name: 'ANCIEN PARACÉTAMOL 500 mg, comprimé',
    form: 'comprimé',
    marketed: false,
    parts: [['02202', 'PARACÉTAMOL', '500 mg', 'SA']],
  },
  {
    cis: '60000016',
    name: 'ARNICA ESSAI 9CH, granules',
    form: 'granules',
    parts: [['31121', 'ARNICA MONTANA POUR PRÉPARATIONS HOMÉOPATHIQUES', '9CH', 'SA']],
  },
  {
    cis: '60000017',
    name: 'ZOLPIDEM ESSAI 10 mg, comprimé pelliculé sécable',
    form: 'comprimé pelliculé sécable',
    parts: [['60471', 'TARTRATE DE ZOLPIDEM', '10 mg', 'SA']],
    conditions: [
      'liste I',
      'prescription limitée à 4 semaines',
      'prescription en toutes lettres sur ordonnance sécurisée',
    ],
  },
  { cis: '60000018', name: 'DISPOSITIF SANS SUBSTANCE, comprimé', form: 'comprimé', parts: [] },
]

const line = (cells: readonly string[]): string => `${cells.join('\t')}\r\n`

/** The files of the small base, as they are published: tabs, no head, ends of line of Windows. */
export function smallBase(drugs: readonly SmallDrug[] = smallDrugs): Record<BdpmFileName, string> {
  return {
    CIS_bdpm: drugs
      .map(({ cis, name, form, route, marketed, holder }) =>
        line([
          cis,
          name,
          form,
          route ?? 'orale',
          'Autorisation active',
          'Procédure nationale',
          marketed === false ? 'Non commercialisée' : 'Commercialisée',
          '01/02/2003',
          '',
          '',
          ` ${holder ?? 'LABORATOIRE ESSAI'}`,
          'Non',
        ]),
      )
      .join(''),
    CIS_COMPO_bdpm: drugs
      .flatMap(({ cis, form, parts }) =>
        parts.map(([code, name, dosage, nature], place) =>
          line([cis, form, code, name, dosage, 'un comprimé', nature, String(1 + Math.floor(place / 2)), '']),
        ),
      )
      .join(''),
    CIS_GENER_bdpm: drugs
      .flatMap(({ cis, group }, place) =>
        group === undefined ? [] : [line([group[0], group[1], cis, place % 2 === 0 ? '0' : '1', '1', ''])],
      )
      .join(''),
    CIS_CPD_bdpm: drugs
      .flatMap(({ cis, conditions }) => (conditions ?? []).map((words) => line([cis, words])))
      .join(''),
    CIS_CIP_Dispo_Spec: line(['60000001', '', '2', "Tension d'approvisionnement", '01/07/2025', '04/07/2025', '', '']),
    CIS_MITM: drugs.flatMap(({ cis, atc, name }) => (atc === undefined ? [] : [line([cis, atc, name, ''])])).join(''),
  }
}

/** Files as the operation takes them. */
export function asFiles(base: Partial<Record<BdpmFileName, string>>): { name: BdpmFileName; text: string }[] {
  return Object.entries(base).map(([name, text]) => ({ name: name as BdpmFileName, text }))
}

/** Imports the small base, or another, and waits for the end of it; gives the job as it ended. */
export async function importBase(seat: WorldSeat, base: Partial<Record<BdpmFileName, string>> = smallBase()) {
  const { jobId } = await seat.must(contract.medicines.import, { files: asFiles(base) })
  for (;;) {
    const { job } = await seat.must(contract.jobs.get, { jobId })
    if (job.endedAt !== null) return job
    await new Promise((resume) => setTimeout(resume, 10))
  }
}
