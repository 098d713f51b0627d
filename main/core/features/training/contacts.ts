import type { ContactFields, ContactKind } from '#app/features/contacts/model.ts'
import { listGroups } from '#core/features/access/index.ts'
import { contactRow, insertContacts } from '#core/features/contacts/index.ts'
import type { WriteDb } from '#core/kernel/tables.ts'

/** Who writes the directory, and when. */
interface Directory {
  readonly at: string
  /** A user of the cabinet. */
  readonly by: string
  readonly newId: () => string
}

const nobody: ContactFields = {
  kind: 'other',
  title: '',
  lastName: '',
  firstName: '',
  organisation: '',
  speciality: '',
  rpps: '',
  addressLine: '',
  addressComplement: '',
  postalCode: '33780',
  town: 'Soulac-sur-Mer',
  phone: '',
  mobile: '',
  email: '',
  mssante: '',
  channel: null,
  comments: '',
}

const doctor = (
  lastName: string,
  firstName: string,
  speciality: string,
  town: string,
  line: string,
): ContactFields => ({
  ...nobody,
  kind: 'professional',
  title: 'Dr',
  lastName,
  firstName,
  speciality,
  town,
  postalCode: town === 'Royan' ? '17200' : '33340',
  // Of the range kept for fiction, as everybody's here.
  phone: `05 36 49 ${line}`,
  mssante: `${firstName}.${lastName}@medecin.mssante.example`.toLowerCase().normalize('NFD').replace(/\p{M}/gu, ''),
  channel: 'mssante',
})

const place = (kind: ContactKind, organisation: string, speciality: string, line: string): ContactFields => ({
  ...nobody,
  kind,
  organisation,
  speciality,
  phone: `05 36 49 ${line}`,
})

/** The correspondents of the training cabinet: those the shown records write to and hear from. Invented. */
const correspondents: readonly ContactFields[] = [
  doctor('Sorel', 'Anne', 'Ophtalmologie', 'Lesparre-Médoc', '00 11'),
  doctor('Casta', 'Philippe', 'Cardiologie', 'Royan', '00 12'),
  doctor('Aubin', 'Claire', 'Radiologie', 'Lesparre-Médoc', '00 13'),
  doctor('Ferreira', 'Luis', 'Endocrinologie', 'Royan', '00 14'),
  doctor('Meunier', 'Agathe', 'Pneumologie', 'Lesparre-Médoc', '00 15'),
  place('laboratory', 'Labo Estuaire', 'Biologie médicale', '00 21'),
  place('pharmacy', 'Pharmacie du Port', '', '00 22'),
  place('pharmacy', 'Pharmacie des Dunes', '', '00 23'),
  place('facility', 'EHPAD Les Oyats', 'Hébergement', '00 24'),
  place('insurer', 'Mutuelle de l’Estuaire', 'Complémentaire santé', '00 25'),
  {
    ...nobody,
    kind: 'professional',
    title: 'Mme',
    lastName: 'Darrigade',
    firstName: 'Odile',
    speciality: 'Infirmière',
    phone: '05 36 49 00 26',
  },
  {
    ...nobody,
    kind: 'professional',
    title: 'M.',
    lastName: 'Pouyanne',
    firstName: 'Rémi',
    speciality: 'Kinésithérapeute',
    phone: '05 36 49 00 27',
  },
]

/** Fills the directory of a training cabinet, in every group: its doctors share their correspondents. */
export async function makeTrainingContacts(db: WriteDb, { at, by, newId }: Directory): Promise<void> {
  const groupIds = (await listGroups(db)).filter(({ kind }) => kind !== 'public').map((group) => group.access_group_id)
  const rows = correspondents.map((fields) => contactRow(newId(), fields, { at, by }))
  await insertContacts(db, rows, groupIds)
}
