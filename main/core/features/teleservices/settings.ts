import { z } from 'zod'
import { type TeleserviceSettings, teleserviceSettings } from '#app/features/teleservices/model.ts'
import type { CabinetProfile } from '#app/features/cabinet/model.ts'
import { findSection, type Section } from '#core/features/settings/index.ts'
import type { ReadDb } from '#core/kernel/tables.ts'
import type { TeleservicePlace } from '#core/ports/index.ts'

/** The section of `setting` that « Paramètres › Téléservices » edits. */
export const teleserviceSection = 'teleservices'
/** The section with the authorities of the servers, PEM: public, and too long for a form. */
export const authoritySection = 'teleservice-authorities'

/** As long as nobody has set anything: nothing is called. */
export const unset: TeleserviceSettings = {
  servers: 'production',
  authorisation: '',
  proxyPath: '/send/tlsi/lps',
  keepMonths: 36,
}

/** The plain name of this software, as it stands in what is sent. */
export const softwareName = 'cabinet-ouvert'

/** The settings as they were last written; `null` before anybody did. */
export function findTeleserviceSettings(db: ReadDb): Promise<Section<TeleserviceSettings> | null> {
  return findSection(db, teleserviceSection, teleserviceSettings)
}

/** The authorities of the servers that the cabinet was given, PEM. */
export function findAuthorities(db: ReadDb): Promise<Section<readonly string[]> | null> {
  return findSection(db, authoritySection, z.array(z.string()))
}

/** What is called: the servers that are set, and in the training cabinet those that come with the program. */
export async function readPlace(db: ReadDb, profile: CabinetProfile): Promise<TeleservicePlace> {
  if (profile === 'training') return { environment: 'training', authorities: [] }
  const settings = (await findTeleserviceSettings(db))?.value ?? unset
  return { environment: settings.servers, authorities: (await findAuthorities(db))?.value ?? [] }
}
