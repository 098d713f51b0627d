import { expect, test } from 'vitest'
import type { Diagnostic, SeenCard, SeenReader, WorkstationState } from '#app/devices/workstation.ts'
import {
  helpWithModule,
  helpWithReader,
  helpWithService,
  sayAtr,
  sayCard,
  sayReadersInBrief,
  writeDiagnostic,
} from '#app/text/fr/readers.ts'

const card = (kind: SeenCard['kind'], model = ''): SeenCard => ({
  kind,
  model,
  atr: '3B7513',
  insertion: 1,
  training: false,
})
const reader = (status: SeenReader['status'], inside: SeenCard | null = null): SeenReader => ({
  name: 'Gemalto PC Twin Reader 00 00',
  status,
  card: inside,
  training: false,
})
const ready = (...readers: SeenReader[]): WorkstationState => ({ service: 'ready', readers, training: false })

test.each([
  [ready(), 'Aucun lecteur'],
  [ready(reader('empty')), 'Lecteur prêt'],
  [ready(reader('empty'), reader('empty')), '2 lecteurs prêts'],
  [ready(reader('card', card('cps', 'CPS4')), reader('card', card('vitale'))), 'CPS et Vitale'],
  [ready(reader('card', card('unknown'))), 'Carte inconnue'],
  // What is wrong comes before what is inserted.
  [ready(reader('card', card('cps')), reader('mute')), 'Carte muette'],
  [ready(reader('in-use', card('cps'))), 'Carte occupée'],
  [ready(reader('unusable')), 'Lecteur en panne'],
  [{ ...ready(), service: 'starting' as const }, 'Lecteurs…'],
  [{ ...ready(), service: 'library-absent' as const }, 'Sans lecteur de cartes'],
  [{ ...ready(), service: 'service-absent' as const }, 'Service des cartes arrêté'],
  [{ ...ready(), service: 'service-lost' as const }, 'Service des cartes perdu'],
  // Training readers are there, whatever this computer lacks; their two slots are one reader to who sees its panel.
  [ready({ ...reader('empty'), training: true }, { ...reader('empty'), training: true }), 'Lecteur prêt'],
  [{ ...ready(reader('empty')), service: 'library-absent' as const }, 'Lecteur prêt'],
])('the readers %# are told in three words', (state, words) => {
  expect(sayReadersInBrief(state)).toBe(words)
})

test('cards and ATRs are worded as those who work with them do', () => {
  expect([sayCard(card('cps', 'CPS3')), sayCard(card('vitale', 'Vitale 2')), sayCard(card('unknown'))]).toEqual([
    'CPS3',
    'Carte Vitale 2',
    'Carte inconnue',
  ])
  expect(sayAtr('3B751300')).toBe('3B 75 13 00')
  expect(sayAtr('')).toBe('')
})

test('each state says what to do on each system, and nothing where nothing is to be done', () => {
  for (const system of ['windows', 'mac', 'other'] as const) {
    for (const service of ['starting', 'library-absent', 'service-absent', 'service-lost'] as const) {
      expect(helpWithService(service, [], system)?.text).toMatch(/\.$/)
    }
    expect(helpWithService('ready', [], system)?.text).toContain('Branchez')
    expect(helpWithService('ready', [{ training: false }], system)).toBeNull()
    expect(helpWithModule({ status: 'not-installed' }, system)).toContain('CryptoLib')
    expect(helpWithModule({ status: 'not-loadable' }, system)).toContain('64 bits')
    expect(helpWithModule({ status: 'ready' }, system)).toBeNull()
  }
  expect(helpWithService('service-absent', [], 'other')?.text).toContain('pcscd.socket')
  expect(helpWithService('service-absent', [], 'windows')?.text).toContain('Carte à puce')
  // The training reader stands beside a service that may well be absent.
  expect(helpWithService('service-absent', [{ training: true }], 'other')?.text).toMatch(/formation s’en passe\.$/)
  expect(helpWithReader(reader('empty'))).toBeNull()
  expect(helpWithReader(reader('card', card('cps')))).toBeNull()
  expect(helpWithReader(reader('card', card('unknown')))).toContain('ni une carte')
  for (const status of ['mute', 'in-use', 'unusable'] as const) expect(helpWithReader(reader(status))).toMatch(/\.$/)
})

test('the diagnostic as text holds what helps, and only that', () => {
  const found: Diagnostic = {
    state: ready(reader('card', card('cps', 'CPS4'))),
    module: { status: 'ready', path: '/opt/module.so', description: 'CPS3 PKCS#11 LINUX' },
    vitaleLibrary: { status: 'not-installed', path: null },
    library: 'libpcsclite.so.1',
    drivers: [{ reader: 'Gemalto PC Twin Reader 00 00', maker: 'Gemalto', version: '1.5' }],
    errors: [{ at: '2026-11-24T13:32:00.000Z', reader: null, doing: 'follow', code: 'SCARD_E_NO_SERVICE' }],
    settings: { cardModulePath: '/opt/module.so', vitaleLibraryPath: null },
  }
  expect(writeDiagnostic(found, { version: '1.2.3', system: 'linux x64' })).toBe(
    [
      'Cabinet Ouvert 1.2.3, linux x64',
      'Service des cartes : en marche (libpcsclite.so.1)',
      'Lecteurs : 1',
      '- Gemalto PC Twin Reader 00 00 : Carte présente',
      '  pilote : Gemalto 1.5',
      '  CPS4, ATR 3B 75 13',
      'Module des cartes professionnelles : en marche (/opt/module.so), CPS3 PKCS#11 LINUX',
      'API Lecture Vitale : non installé',
      'Derniers échecs :',
      '- 2026-11-24T13:32:00.000Z — follow SCARD_E_NO_SERVICE',
    ].join('\n'),
  )
})
