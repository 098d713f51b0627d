import type { Situation, UnderstoodRights } from '#app/features/rights/model.ts'
import { adriProfile } from '#main/protocols/rights/adri-profile.ts'
import type { CoverageCode, Rights } from '#main/protocols/rights/adri-answer.ts'

const meanings = {
  services: adriProfile.serviceMeanings.wire as Readonly<Record<string, Situation['kind'] | 'none'>>,
  situations: adriProfile.situationMeanings.wire as Readonly<Record<string, Situation['kind'] | 'none'>>,
  qualities: adriProfile.qualityMeanings.wire as Readonly<Record<string, NonNullable<UnderstoodRights['quality']>>>,
  familyDoctor: adriProfile.familyDoctorMeanings.wire as Readonly<
    Record<string, NonNullable<UnderstoodRights['familyDoctor']>>
  >,
}

/**
 * What an answer means, code by code, as far as the profile of ADRi tells it. A code it does not tell is given as it came:
 * no meaning is made up for a person to read.
 */
export function understood(rights: Rights): UnderstoodRights {
  const situations: Situation[] = []
  const untold: UnderstoodRights['untold'] = []
  const tell = (table: Readonly<Record<string, Situation['kind'] | 'none'>>, code: string, of: CoveragePeriod) => {
    const kind = table[code]
    if (kind === undefined) untold.push({ code, from: of.from, to: of.to })
    else if (kind !== 'none') situations.push({ kind, code, from: of.from, to: of.to })
  }
  for (const one of rights.coverage) {
    if (one.ald !== null && !/^0*$/.test(one.ald)) situations.push({ kind: 'ald', code: one.ald, ...periodOf(one) })
    if (one.situation !== null) tell(meanings.situations, one.situation, one)
  }
  const { amoService } = rights
  if (amoService !== null) tell(meanings.services, amoService.code.padStart(2, '0'), amoService)
  const { mutual } = rights
  return {
    answeredOn: rights.answeredOn,
    birthName: rights.birthName,
    firstName: rights.firstName,
    birthDate: rights.birthDate,
    birthRank: rights.birthRank,
    certifiedNir: rights.certifiedNir,
    addressLines: [...rights.addressLines],
    quality: rights.quality === null ? null : (meanings.qualities[rights.quality] ?? null),
    periods: rights.amoPeriods.map(periodOf),
    situations,
    untold,
    familyDoctor: rights.familyDoctor === null ? null : (meanings.familyDoctor[rights.familyDoctor] ?? null),
    scheme: rights.scheme,
    fund: rights.fund,
    centre: rights.centre,
    mutual: mutual === null ? null : { number: mutual.number, guarantees: mutual.guarantees, ...periodOf(mutual) },
  }
}

type CoveragePeriod = Pick<CoverageCode, 'from' | 'to'>

function periodOf({ from, to }: CoveragePeriod): CoveragePeriod {
  return { from, to }
}
