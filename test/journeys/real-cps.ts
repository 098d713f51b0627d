import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { newProfessionalCard, professionals, trainingKeys } from '#test/simulators/cards/training-deck.ts'
import kept from '#test/simulators/cards/training-keys.json' with { type: 'json' }
import { pcscdMissing } from '#test/world/pcscd.ts'
import { makeSoftToken, softTokenMissing } from '#test/world/soft-token.ts'
import { openVirtualReaders } from '#test/world/virtual-reader.ts'
import type { CardHands } from './cps.ts'
import { type Home, homeWithTraining, profileOf } from './programs.ts'

/** Why no real service nor module can be had here, for the reason of a skipped journey; `null` where they can. */
export const realCardsMissing: string | null = pcscdMissing ?? softTokenMissing

/** A computer with a real PC/SC service and a real PKCS#11 module, and the training card of Dr Hélène MARCHAND for both. */
export interface RealCards {
  readonly home: Home
  readonly hands: CardHands
  readonly [Symbol.asyncDispose]: () => Promise<void>
}

/**
 * The card is seen by the real service, in a virtual reader; its certificates and keys are asked of the real module, where a
 * token holds those of the same card.
 */
export async function openRealCards(): Promise<RealCards> {
  const professional = professionals.find(({ cardId }) => cardId === 'cps-marchand')
  if (professional === undefined) throw new Error('the training deck has no card of Dr Hélène MARCHAND')
  const keys = trainingKeys(kept.cards['cps-marchand'])
  const certified = (pair: 'authentication' | 'signature') => ({
    certificate: keys[pair].certificate,
    privateKey: keys[pair].key.export({ format: 'pem', type: 'pkcs8' }).toString(),
  })
  // Both put in this process's environment where they are to be found: the program is started with it.
  const readers = await openVirtualReaders()
  const token = await makeSoftToken({
    ...professional.holder,
    pin: professional.pin,
    issued: { authentication: certified('authentication'), signature: certified('signature') },
  })
  const home = await homeWithTraining()
  // The profile of a window is its state; a host is given the same folder.
  const state = profileOf(home)
  await mkdir(state, { recursive: true })
  const settings = { cardModulePath: token.module, vitaleLibraryPath: null }
  await writeFile(join(state, 'readers.json'), JSON.stringify(settings))
  return {
    home: { ...home, environment: { ...home.environment, CABINET_OUVERT_STATE: state } },
    hands: {
      countsTries: false,
      insert: async () => void (await readers.insert(newProfessionalCard(professional, keys))),
      withdraw: () => readers.withdraw(),
    },
    [Symbol.asyncDispose]: async () => {
      await readers.stop()
      await token.remove()
    },
  }
}
