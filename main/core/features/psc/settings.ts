import { type PscSettings, pscSettings } from '#app/features/psc/model.ts'
import { isIdentityPath, isProxySet, proxyAddressFault } from '#app/features/psc/rules.ts'
import { type Problem, problem } from '#app/kernel/problem.ts'
import { findSection, type Section } from '#core/features/settings/index.ts'
import type { ReadDb } from '#core/kernel/tables.ts'
import type { OpenCabinetInfo } from '#core/kernel/vault.ts'
import type { ProxyAddress } from '#core/ports/index.ts'

/** The section of `setting` that « Paramètres › Pro Santé Connect » edits. */
export const pscSection = 'psc'

/** A cabinet that has no proxy. */
export const unset: PscSettings = { proxyUrl: '', clientId: '', identityPath: '/send/userinfo' }

/** The settings as they were last written; `null` before anybody did. */
export function findPscSettings(db: ReadDb): Promise<Section<PscSettings> | null> {
  return findSection(db, pscSection, pscSettings)
}

/** Where the open cabinet’s proxy is; `null` when none is set. The training cabinet has its own, whatever is written. */
export async function proxyOf(db: ReadDb, cabinet: Pick<OpenCabinetInfo, 'profile'>): Promise<ProxyAddress | null> {
  if (cabinet.profile === 'training') return { kind: 'training' }
  const settings = (await findPscSettings(db))?.value ?? unset
  if (!isProxySet(settings) || faultOf(settings) !== null) return null
  const { proxyUrl, clientId, identityPath } = settings
  return { kind: 'proxy', url: proxyUrl, clientId, identityPath }
}

/** Whether a proxy is set: calls to other services may go by it. */
export async function hasProxy(db: ReadDb, cabinet: Pick<OpenCabinetInfo, 'profile'>): Promise<boolean> {
  return (await proxyOf(db, cabinet)) !== null
}

/** What is wrong with settings, or `null`. Nothing at all is right: it is how Pro Santé Connect is taken away. */
export function faultOf({ proxyUrl, clientId, identityPath }: PscSettings): Problem<'psc.address-refused'> | null {
  const refuse = (fault: Problem<'psc.address-refused'>['data']['fault']) => problem('psc.address-refused', { fault })
  if (proxyUrl !== '') {
    const fault = proxyAddressFault(proxyUrl)
    if (fault !== null) return refuse(fault)
    if (clientId === '') return refuse('client')
  }
  return isIdentityPath(identityPath) ? null : refuse('identity-path')
}
