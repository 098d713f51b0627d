import { execFileSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { countInsertions } from '#main/workstation/compose.ts'
import { keptFailures } from '#main/workstation/failures.ts'
import { type CardConnection, CardFailure, type CardReaders, type ReadersState } from '#main/workstation/ports.ts'
import { followPcscReaders, type PcscReaders } from '#main/workstation/readers.ts'
import { readByCommands } from '#main/workstation/vitale-commands.ts'
import { findLibrary } from '#main/workstation/vitale-places.ts'
import { vitaleReading } from '#main/workstation/vitale.ts'
import { misbehaving, type MisbehavingCard } from '#test/simulators/cards/misbehave.ts'
import { latin, tlv } from '#test/simulators/cards/tlv.ts'
import type { VirtualCard } from '#test/simulators/cards/virtual-card.ts'
import { type VitaleHolder, vitaleCard } from '#test/simulators/cards/vitale.ts'
import { pcscdMissing } from '#test/world/pcscd.ts'
import { openVirtualReaders, type VirtualReaders } from '#test/world/virtual-reader.ts'
import { nir } from '#test/world/vitale.ts'

const family: readonly VitaleHolder[] = [
  { name: 'DURAND', firstName: 'MARIE', birthDate: '19770714', nir: nir('2770733063021') },
  { name: 'DURAND', firstName: 'PAUL', birthDate: '20100302', nir: nir('2770733063021') },
  { name: 'DURAND', firstName: 'LÉA-ROSE', birthDate: '20100302', nir: nir('2770733063021') },
]

/** A card under our hand, without any reader between. */
function connectionTo(card: VirtualCard): CardConnection {
  return {
    reader: 'Lecteur 0',
    insertion: 1,
    atr: card.atr,
    transmit: async (command) => {
      const said = await card.transmit(command)
      if (said === 'withdrawn') throw new CardFailure('card.withdrawn', 'SCARD_W_REMOVED_CARD')
      if (said === null) throw new CardFailure('card.slow', 'TIMEOUT')
      return said
    },
    transaction: (work) => work(),
    close: () => Promise.resolve(),
  }
}

const read = (card: VirtualCard) =>
  readByCommands(connectionTo(card)).then(
    ({ beneficiaries }) => beneficiaries.map(({ firstName }) => firstName),
    (error: unknown) => (error instanceof CardFailure ? error.problem : error),
  )

describe('plain commands', () => {
  test('read three beneficiaries, with none that is not needed', async () => {
    const card = misbehaving(vitaleCard({ holders: family }))
    const { beneficiaries, commands } = await readByCommands(connectionTo(card))
    expect(beneficiaries).toEqual(
      family.map(({ name, firstName, birthDate = '', nir: number }) => ({
        name,
        firstName,
        birthDate: birthDate.replace(/(....)(..)(..)/, '$1-$2-$3'),
        birthDateOnCard: null,
        nir: number,
      })),
    )
    // The application, the table in one step; then each of its seven files once: selected, and one step where it may be read.
    expect(card.commands()).toHaveLength(commands)
    expect(commands).toBeLessThanOrEqual(3 + 2 * 7)
    const written = card.commands().map((command) => Buffer.from(command).toString('hex'))
    const selected = written.filter((command) => command.startsWith('00a4'))
    expect(new Set(selected).size).toBe(selected.length)
    // Nothing but selections and readings: no code is presented, nothing is written.
    expect(written.every((command) => /^00(a4|b0)/.test(command))).toBe(true)
  })

  test('read somebody written over several steps, and a file that ends on a full one', async () => {
    const long = Array.from({ length: 6 }, (_, index) => ({
      name: 'DURAND'.padEnd(60, ' '),
      firstName: `PRENOM${'ABCDEF'.charAt(index)}`,
    }))
    const names = long.map(({ firstName }) => firstName)
    const content = Buffer.concat(
      long.map(({ name, firstName }) => tlv(0x65, tlv(0x80, latin(name)), tlv(0x81, latin(firstName)))),
    )
    for (const size of [content.length, 512]) {
      const filled = Buffer.concat([content, Buffer.alloc(size - content.length)])
      const card = vitaleCard({ holders: [{}], instead: new Map([[0x2101, { content: filled }]]) })
      expect(await read(card)).toEqual(names)
    }
  })

  test.each([
    ['another application', { kind: 'status', status: 0x6a82 }, 0, 'card.unreadable'],
    ['no table', { kind: 'status', status: 0x6a82 }, 1, 'card.unreadable'],
    ['a table of no meaning', { kind: 'garbage', seed: 3 }, 2, 'card.unreadable'],
    ['a table cut short', { kind: 'cut', keep: 30 }, 2, 'card.unreadable'],
    ['everything forgotten at the second command', { kind: 'reset' }, 1, 'card.unreadable'],
    ['a withdrawal in the middle', { kind: 'withdrawn' }, 5, 'card.withdrawn'],
    ['silence in the middle', { kind: 'silent' }, 5, 'card.slow'],
    ['lengths that it corrects for ever', { kind: 'status', status: 0x6c10 }, 2, 'card.unreadable'],
    ['a rest that never ends', { kind: 'status', status: 0x6110 }, 2, 'card.unreadable'],
  ] as const)('meet %s with one refusal', async (_what, fault, after, problem) => {
    const card = misbehaving(vitaleCard({ holders: family }))
    card.misbehave(fault, { after })
    expect(await read(card)).toBe(problem)
    expect(card.commands().length).toBeLessThan(210)
  })

  test('meet a thousand random answers with a refusal or with names, and nothing else', async () => {
    let answered = 0
    for (let seed = 1; answered < 1_000; seed += 1) {
      const card = misbehaving(vitaleCard({ holders: family }))
      card.misbehave({ kind: seed % 3 === 0 ? 'garbage' : 'random', seed }, { after: seed % 9, times: 1 + (seed % 4) })
      const said = await read(card)
      expect(Array.isArray(said) || said === 'card.unreadable' ? 'named' : said).toBe('named')
      answered += card.commands().length - (seed % 9)
    }
  })

  test('read nobody in a card of somebody else’s making', async () => {
    expect(await read(vitaleCard({ holders: [] }))).toBe('card.unreadable')
    expect(await read(vitaleCard({ generation: 1, holders: family }))).toBe('card.unreadable')
    expect(await read(vitaleCard({ holders: [{ ...family[0], nir: '277073306302100' }] }))).toBe('card.unreadable')
  })
})

/** Readers as somebody sees them, with nothing behind. */
function seen(
  ...cards: readonly (null | { readonly kind: 'vitale' | 'cps'; readonly model: string; readonly atr: string })[]
): CardReaders {
  const state: ReadersState = {
    service: 'ready',
    readers: cards.map((card, index) => ({
      name: `Lecteur ${index}`,
      status: card === null ? 'empty' : 'card',
      training: false,
      card: card === null ? null : { ...card, insertion: 1, training: false },
    })),
  }
  const connect = () => Promise.reject(new CardFailure('card.unreadable', 'NEVER_ASKED'))
  return { state: () => state, watch: () => () => undefined, connect, close: () => Promise.resolve() }
}

const vitale2 = { kind: 'vitale', model: 'Vitale 2', atr: '3B751300004309EA9000' } as const
const vitale1 = { kind: 'vitale', model: 'Vitale 1', atr: '3F65250022096990 00'.replace(' ', '') } as const
const cps = { kind: 'cps', model: 'CPS4', atr: '3B9B188001001225006480040100009044' } as const

describe('what is not read', () => {
  const failures = keptFailures()
  const problem = async (readers: CardReaders, reader: string | null = null) => {
    const answer = await vitaleReading({ readers, failures, libraryPath: null }).read(reader)
    return answer.ok ? 'read' : answer.problem
  }

  test.each([
    ['no reader', seen(), null, 'readers.unavailable'],
    ['empty readers', seen(null, null), null, 'card.absent'],
    ['another kind of card', seen(cps), null, 'card.absent'],
    ['a reader that is not there', seen(vitale2), 'Lecteur 7', 'reader.absent'],
    ['the first generation', seen(cps, vitale1), null, 'card.too-old'],
    ['a card that does not answer', seen(vitale2), null, 'card.unreadable'],
  ])('%s', async (_what, readers, reader, expected) => {
    expect(await problem(readers, reader)).toBe(expected)
  })

  test('a real card, where plain commands are turned off and no library is there', async () => {
    const parts = { readers: seen(vitale2), failures: keptFailures(), libraryPath: null, byCommands: () => false }
    expect(await vitaleReading(parts).read(null)).toEqual({ ok: false, problem: 'vitale.turned-off' })
  })

  test('is told to the diagnostic by its code, never by what the card said', () => {
    expect(failures.list()[0]).toMatchObject({ reader: 'Lecteur 0', doing: 'read Vitale', code: 'NEVER_ASKED' })
  })
})

const compiler = ['cc', 'gcc', 'clang'].find((name) => {
  try {
    execFileSync(name, ['--version'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
})

describe.skipIf(compiler === undefined)('the library of the GIE, played by one of ours (needs a C compiler)', () => {
  // Made before the first test only: where all are skipped, nothing would take it away.
  const folder = join(tmpdir(), `api-lec-${randomUUID()}`)
  const path = join(folder, 'libapi_lec.so')
  const xml =
    '<vitale><listeBenef><b><ident><nomPatronymique>LEF\\xC8VRE</nomPatronymique><prenomUsuel>MARIE</prenomUsuel></ident><amo><qualBenef>0</qualBenef></amo></b></listeBenef></vitale>'
  beforeAll(() => {
    mkdirSync(folder)
    writeFileSync(
      join(folder, 'lib.c'),
      `#include <string.h>
int gie_open(void) { return 0; }
int gie_fails(void) { return 9; }
int gie_read(const char *reader, unsigned char *text, unsigned int *size) {
  static const char xml[] = "${xml.replace('\\xC8VRE', '\\xC8" "VRE')}";
  if (strcmp(reader, "Sans carte") == 0) return 4;
  if (strcmp(reader, "Panne") == 0) return 77;
  if (strcmp(reader, "Bavard") == 0) { *size = 99999999; return 0; }
  if (strcmp(reader, "Faux") == 0) { memcpy(text, "<x/>", 4); *size = 4; return 0; }
  memcpy(text, xml, sizeof xml - 1); *size = sizeof xml - 1; return 0;
}`,
    )
    execFileSync(compiler ?? 'cc', ['-shared', '-fPIC', '-o', path, join(folder, 'lib.c')])
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  const profile = (more: object) => {
    writeFileSync(`${path}.json`, JSON.stringify({ read: 'gie_read', open: 'gie_open', noCard: [4], ...more }))
  }
  const reading = (failures = keptFailures()) => vitaleReading({ readers: seen(vitale2), failures, libraryPath: path })
  const useReader = (name: string) => {
    writeFileSync(join(folder, 'api_lec.ini'), `[MGC]\r\nRessource_Vitale = ${name}\r\nRessource_CPS=autre\r\n`)
  }

  test('gives what it read of a real card, of which no command is asked', async () => {
    profile({})
    useReader('Lecteur 0')
    expect(await reading().library()).toEqual({ status: 'ready', path })
    expect(await reading().read(null)).toMatchObject({
      ok: true,
      value: {
        source: 'api-lecture',
        demonstration: false,
        beneficiaries: [{ birthName: 'LEFÈVRE', firstName: 'MARIE', quality: 0 }],
      },
    })
  })

  test.each([
    ['Sans carte', 'card.absent'],
    ['Panne', 'card.unreadable'],
    ['Bavard', 'card.unreadable'],
    ['Faux', 'card.unreadable'],
  ])('that answers otherwise (%s) gives a named refusal', async (name, problem) => {
    profile({})
    useReader(name)
    expect(await reading().read(null)).toMatchObject({ ok: false, problem })
  })

  test.each([
    ['has no such function', { read: 'gie_lit' }],
    ['does not open', { open: 'gie_fails' }],
    ['is described by what is no name of C', { read: 'gie_read(void); int x' }],
  ])('that %s is not loadable, and plain commands remain', async (_what, more) => {
    profile(more)
    const failures = keptFailures()
    const opened = reading(failures)
    expect(await opened.library()).toEqual({ status: 'not-loadable', path })
    expect(await opened.read(null)).toMatchObject({ ok: false, problem: 'card.unreadable' })
    expect(failures.list().map(({ code }) => code)).toContain('NEVER_ASKED')
  })

  test('is looked for at the place set, then at those of its system', () => {
    expect(findLibrary(join(folder, 'nowhere.so'))?.path).toBe(join(folder, 'nowhere.so'))
    expect(findLibrary(null, 'linux')).toBeNull()
    expect(findLibrary(null, 'win32')).toBeNull()
  })
})

describe.skipIf(pcscdMissing !== null)('a card in a real reader (needs pcscd and its virtual reader)', () => {
  let virtual: VirtualReaders
  let readers: PcscReaders
  const until = (wanted: (state: ReadersState) => boolean) =>
    new Promise<void>((resolve) => {
      const look = (state: ReadersState) => {
        if (!wanted(state)) return
        stop()
        resolve()
      }
      const stop = readers.watch(look)
      look(readers.state())
    })
  const insert = async (card: MisbehavingCard, slot: 0 | 1 = 0) => {
    await virtual.insert(card, slot)
    await until((state) => state.readers[slot]?.card?.kind === 'vitale')
    return card
  }
  const failures = keptFailures()
  const reading = () => vitaleReading({ readers, failures, libraryPath: null })

  beforeAll(async () => {
    virtual = await openVirtualReaders({ readerName: 'Lecteur de test' })
    readers = followPcscReaders({ insertions: countInsertions(), failures: keptFailures() })
    await until(({ service, readers: all }) => service === 'ready' && all.length === 2)
  })
  afterEach(async () => {
    await virtual.withdraw(0)
    await virtual.withdraw(1)
    await until(({ readers: all }) => all.every(({ status }) => status === 'empty'))
  })
  afterAll(async () => {
    await readers.close()
    await virtual.stop()
  })

  test('gives its three beneficiaries through PC/SC, in the slot it is in', async () => {
    await insert(misbehaving(vitaleCard({ holders: family, variant: 0x4b })), 1)
    const answer = await reading().read(null)
    expect(answer).toMatchObject({ ok: true, value: { reader: virtual.daemon.readers[1], source: 'card' } })
    expect(
      answer.ok
        ? answer.value.beneficiaries.map(({ usedName, firstName, birthDate }) => [usedName, firstName, birthDate])
        : [],
    ).toEqual([
      ['DURAND', 'MARIE', '1977-07-14'],
      ['DURAND', 'PAUL', '2010-03-02'],
      ['DURAND', 'LÉA-ROSE', '2010-03-02'],
    ])
  })

  test('taken out while it is read is said to be, and reads again once back', async () => {
    const card = await insert(misbehaving(vitaleCard({ holders: family })))
    card.misbehave({ kind: 'withdrawn' }, { after: 6, times: 1 })
    expect(await reading().read(null)).toMatchObject({ ok: false, problem: 'card.withdrawn' })
    await until((state) => state.readers[0]?.status === 'empty')
    await insert(misbehaving(vitaleCard({ holders: family })))
    expect(await reading().read(null)).toMatchObject({ ok: true })
  })
})
