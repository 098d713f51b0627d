import type { InsAttribute, InsStatus, Sex } from '#app/features/patients/model.ts'

/** Somebody of the training cabinet who is always there. Fields left out are drawn. */
export interface KnownPatient {
  readonly fileNumber?: number
  readonly usedName: string
  readonly birthName: string
  readonly firstNames: readonly [string, ...string[]]
  readonly sex: Sex
  readonly birthDate: string
  readonly birthPlaceCode?: string
  readonly insStatus: InsStatus
  readonly insAttributes?: readonly InsAttribute[]
  readonly insKo?: boolean
  readonly matricule?: string
  /** The end of their number, as the simulated INSi of the training cabinet knows it. */
  readonly order?: number
  readonly mobile?: string
  readonly phone?: string
  readonly addressLine?: string
}

const person = (
  fileNumber: number,
  usedName: string,
  birthName: string,
  firstName: string,
  sex: Sex,
  birthDate: string,
  insStatus: InsStatus,
  more: Partial<KnownPatient> = {},
): KnownPatient => ({ fileNumber, usedName, birthName, firstNames: [firstName], sex, birthDate, insStatus, ...more })

/** The people the manual shows. Invented, as everybody here. */
export const shownPeople: readonly KnownPatient[] = [
  person(2744, 'LACAZE', 'BERTIN', 'Françoise', 'F', '1958-11-09', 'qualified', {
    birthPlaceCode: '33514',
    matricule: '2581133514987',
    mobile: '06 39 98 14 52',
    phone: '05 36 49 20 71',
    addressLine: '14 allée des Tamaris',
  }),
  person(2745, 'LACAZE', 'LACAZE', 'Michel', 'M', '1955-03-23', 'qualified', {
    birthPlaceCode: '33541',
    order: 923,
    phone: '05 36 49 20 71',
    addressLine: '14 allée des Tamaris',
  }),
  person(3120, 'DELACOURT', 'LACAVE', 'Annie', 'F', '1947-05-02', 'qualified', {
    birthPlaceCode: '33544',
    order: 902,
  }),
  person(1084, 'DUBOURG', 'LACOSTE', 'Martine', 'F', '1956-08-17', 'qualified', {
    birthPlaceCode: '33240',
    order: 903,
  }),
  person(2266, 'LACAN', 'LACAN', 'Jean-Pierre', 'M', '1950-01-21', 'qualified', {
    birthPlaceCode: '33514',
    order: 904,
  }),
  person(4871, 'LACASSAGNE', 'LACASSAGNE', 'Inès', 'F', '2019-06-30', 'validated', {
    birthPlaceCode: '33240',
    order: 905,
  }),
  person(912, 'LACAVE', 'POUJOL', 'Bernadette', 'F', '1939-12-11', 'qualified', {
    birthPlaceCode: '33314',
    order: 906,
  }),
  person(5310, 'LACAZE', 'LACAZE', 'Manon', 'F', '2001-07-14', 'retrieved', {
    birthPlaceCode: '33302',
    order: 986,
  }),
  person(5502, 'LACAZE', 'LACAZE', 'Manon', 'F', '2001-07-14', 'provisional', {
    birthPlaceCode: '33240',
    order: 907,
    insAttributes: ['homonym'],
  }),
  person(3377, 'LACHAUD', 'LACHAUD', 'Éric', 'M', '1971-10-06', 'provisional', { insKo: true }),
  person(1640, 'LACOMBE', 'SARRAZIN', 'Josette', 'F', '1944-02-25', 'qualified', {
    birthPlaceCode: '33240',
    order: 908,
  }),
  person(4093, 'LACOMBE', 'LACOMBE', 'Théo', 'M', '2012-09-19', 'provisional', {
    birthPlaceCode: '33240',
    order: 909,
  }),
  person(2918, 'LACOSTE', 'LACOSTE', 'Gérard', 'M', '1952-04-08', 'qualified', {
    birthPlaceCode: '33314',
    order: 910,
  }),
  person(5127, 'LACOUR', 'BENSAÏD', 'Aïcha', 'F', '1983-11-27', 'qualified', {
    birthPlaceCode: '74290',
    order: 921,
  }),
  person(377, 'LACROIX', 'ARNAUD', 'Thérèse', 'F', '1963-06-03', 'retrieved', {
    birthPlaceCode: '33240',
    order: 911,
  }),
  person(3806, 'LACROIX', 'LACROIX', 'Anne-Sophie', 'F', '1990-01-15', 'validated', {
    birthPlaceCode: '33240',
    order: 912,
  }),
  person(4455, 'LACROUTS', 'LACROUTS', 'Benoît', 'M', '1978-12-12', 'provisional', {
    birthPlaceCode: '33514',
    order: 913,
    insAttributes: ['doubtful'],
  }),
  person(5611, 'LACROUX', 'CHERKAOUI', 'Nadia', 'F', '1995-03-04', 'qualified', {
    birthPlaceCode: '99350',
    order: 914,
  }),
  person(1902, 'MOULINIER', 'LACAZE', 'Simone', 'F', '1936-10-28', 'qualified', {
    birthPlaceCode: '33544',
    order: 915,
  }),
  person(4777, 'NOGARO', 'LACOMBE', 'Lucie', 'F', '1988-05-16', 'provisional', {
    birthPlaceCode: '33240',
    order: 916,
  }),
  person(2034, 'PEYRAT', 'LACOSTE', 'Colette', 'F', '1949-07-22', 'qualified', {
    birthPlaceCode: '33314',
    order: 917,
  }),
  person(1517, 'GARNIER', 'GARNIER', 'Lucien', 'M', '1951-02-17', 'qualified', {
    birthPlaceCode: '33514',
    order: 918,
  }),
]

const persona = (
  birthName: string,
  firstNames: readonly [string, ...string[]],
  sex: Sex,
  birthDate: string,
  birthPlaceCode = '99999',
): KnownPatient => ({ usedName: '', birthName, firstNames, sex, birthDate, birthPlaceCode, insStatus: 'provisional' })

/** The public test identities of the INSi qualification platform, provisional as long as INSi has not been asked. */
export const insiPersonas: readonly KnownPatient[] = [
  persona('ADRUN', ['ZOE'], 'F', '1975-12-31', '63220'),
  persona('ADRDEUX', ['LAURENT'], 'M', '1981-01-01'),
  persona('ADRTROIS', ['DOMINIQUE'], 'F', '1997-02-26', '2A020'),
  persona('ADRTROIS', ['TOUSSAINT'], 'M', '1960-01-01', '2B020'),
  persona('ECETINSI', ['PIERRE-ALAIN', 'MURIEL', 'FLORIANT'], 'M', '2009-07-14', '63220'),
  persona('NESSI', ['MICHELANGELO', 'ANTHONY'], 'M', '2010-08-07', '63220'),
  persona('TCHITCHI', ['CATARINA', 'BELLA'], 'F', '1936-06-21', '63220'),
  persona('HOUILLES', ['PIERRE', 'PAUL', 'JACQUES'], 'M', '1993-01-27'),
  persona('DE VINCI', ['LEONARDO'], 'M', '2014-02-01'),
  persona('CORSE', ['ANTHONY'], 'M', '1980-03-02', '2B020'),
  persona('HERMANN', ['GATIEN'], 'M', '1981-03-24', '63220'),
  persona('PROVISOIRE', ['MATRICULE'], 'M', '2009-07-01', '63220'),
  persona("D'AEION", ['COEUR'], 'M', '1987-01-25'),
]
