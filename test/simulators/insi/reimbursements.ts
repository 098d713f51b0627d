import { faultAnswer, type SimulatedFault } from './answers.ts'
import { onCard, type Persona } from './personas.ts'
import type { ReadRequest } from './reading.ts'

/** A guess: of the faults of HRi nothing is public. */
const nobody: SimulatedFault = { side: 'Sender', subcode: 'siram_40', code: 'hri_9006', text: 'Bénéficiaire inconnu' }
/** A guess too: the card that is shown is not the one the question is about. */
const otherCard: SimulatedFault = {
  side: 'Sender',
  subcode: 'siram_30',
  code: 'hri_9007',
  text: 'Carte Vitale absente',
}

/** What HRi answers to a request whose professional was let in. */
export function historyReply(
  read: ReadRequest,
  people: readonly Persona[],
): { code: string; status: 200 | 500; body: string } {
  const failed = (fault: SimulatedFault) => ({
    code: `${fault.subcode}/${fault.code}`,
    status: 500 as const,
    body: faultAnswer(fault, read.messageId),
  })
  const { body, assertions } = read
  const text = (path: string) => body[path] ?? ''
  const insured = text('donneesVitale/contratAMO/matriculeAssure')
  const [, card, ...others] = assertions
  const shown = `${insured}${text('donneesVitale/contratAMO/matriculeAssure@cle')}`
  if (card?.qualifier !== 'CV' || card.nationalId !== shown || others.length > 0) return failed(otherCard)
  const [person] = onCard(people, {
    own: body['donneesVitale/beneficiaire/identite/NIRcertifie'] ?? null,
    insured,
    birthDate: text('donneesVitale/beneficiaire/identite/dateNaissance'),
    rank: text('donneesVitale/beneficiaire/identite/dateNaissance@rang'),
  })
  if (person === undefined) return failed(nobody)
  const period = {
    from: text('RequetePersonne/PeriodeValidite/DateDebut'),
    to: text('RequetePersonne/PeriodeValidite/DateFin'),
  }
  return { code: 'history', status: 200, body: historyAnswer(person, text('RequetePersonne/Date'), period) }
}

/** Care of a year: days before the question, kind, code, label, quantity, who did it, who prescribed it. */
type Care = readonly [
  before: number,
  kind: string,
  code: string,
  label: string,
  quantity: number,
  executor: string,
  prescriber: string | null,
  lasted?: number,
]

const family = 'MARCHAND H.|Médecine générale'
const cares: readonly Care[] = [
  [9, 'AM', 'G', 'Consultation au cabinet', 1, family, null],
  [8, 'OF', '3400900000106', 'PARACETAMOL 1 G, COMPRIME, BOITE DE 8', 3, 'PHARMACIE DU PHARE|Pharmacie', family],
  [8, 'OF', '3400900000205', 'AMLODIPINE 5 MG, GELULE, BOITE DE 90', 1, 'PHARMACIE DU PHARE|Pharmacie', family],
  [31, 'LB', '1577', 'Hémoglobine glyquée', 1, 'LABORATOIRE DE LA POINTE|Biologie médicale', family],
  [31, 'LB', '0996', 'Exploration d’une anomalie lipidique', 1, 'LABORATOIRE DE LA POINTE|Biologie médicale', family],
  [62, 'RD', 'ZBQK002', 'Radiographie du thorax', 1, 'IMAGERIE DU MÉDOC|Radiologie', family],
  [95, 'AM', 'APC', 'Avis ponctuel de consultant', 1, 'ETCHART B.|Cardiologie', family],
  [95, 'AM', 'DEQP003', 'Électrocardiographie', 1, 'ETCHART B.|Cardiologie', null],
  [101, 'OF', '3400900000205', 'AMLODIPINE 5 MG, GELULE, BOITE DE 90', 1, 'PHARMACIE DU PHARE|Pharmacie', family],
  [120, 'CP', 'AMK', 'Rééducation d’un membre', 12, 'LUR P.|Masso-kinésithérapie', family, 40],
  [160, 'TR', 'VSL', 'Transport assis professionnalisé', 2, 'AMBULANCES DE L’ESTUAIRE|Transport', family],
  [165, 'IJ', 'IJM', 'Arrêt de travail, maladie', 12, family, family, 11],
  [210, 'AM', 'G', 'Consultation au cabinet', 1, family, null],
  [212, 'OF', '3400900000304', 'VACCIN GRIPPAL, SERINGUE PREREMPLIE', 1, 'PHARMACIE DU PHARE|Pharmacie', null],
  [333, 'CP', 'SV', 'Soins dentaires', 1, 'HARAN M.|Chirurgie dentaire', null],
]

/**
 * The history of somebody between two days, the same one for the same question. Neither the root nor a name of it is public: all of
 * this is a guess, and the care is invented.
 */
export function historyAnswer(
  person: Persona,
  on: string,
  { from, to }: { readonly from: string; readonly to: string },
): string {
  const day = (date: string) => date.replaceAll('-', '')
  const before = (days: number) =>
    new Date(Date.parse(`${on}T00:00:00Z`) - days * 86_400_000).toISOString().slice(0, 10)
  const tag = (name: string, content: string) => `<h:${name}>${content}</h:${name}>`
  const who = (name: string, said: string | null) => {
    if (said === null) return ''
    const [called = '', specialty = ''] = said.split('|')
    return tag(name, tag('nom', called) + tag('specialite', specialty))
  }
  // One in seven has had no care: a list that is empty is an answer too.
  const lines = Number(person.number.slice(-2)) % 7 === 0 ? [] : cares
  const told = lines
    .map(([days, kind, code, label, quantity, by, prescriber, lasted]) => {
      const began = before(days)
      if (began < from || began > to) return ''
      const until = lasted === undefined ? '' : tag('dateFin', day(before(days - lasted)))
      return tag(
        'prestation',
        tag('codeObjet', kind) +
          tag('dateDebut', day(began)) +
          until +
          tag('codeActe', code) +
          tag('libelle', label) +
          tag('quantite', String(quantity)) +
          who('executant', by) +
          who('prescripteur', prescriber),
      )
    })
    .join('')
  const period = tag('periode', tag('dateDebut', day(from)) + tag('dateFin', day(to)))
  return `<?xml version="1.0" encoding="UTF-8"?><env:Envelope xmlns:env="http://www.w3.org/2003/05/soap-envelope"><env:Body><h:ConsulterHistoriqueReponse xmlns:h="http://www.InterRegimes.fr/HR5">${tag('dateReponse', day(on))}${period}${told}</h:ConsulterHistoriqueReponse></env:Body></env:Envelope>`
}
