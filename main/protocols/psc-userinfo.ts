/** Who Pro Santé Connect says is signed in. Names are not read: nobody is matched by theirs. */
export interface Userinfo {
  /** `8` and the RPPS for a professional who has one; other forms for others. */
  readonly nationalId: string
  readonly activities: readonly UserinfoActivity[]
}

/** One place of practice, in the codes of the national directory. */
export interface UserinfoActivity {
  readonly place: string
  readonly profession: string
  readonly mode: string
  readonly postalCode: string
}

/** More than anybody has; a body that says more is cut. */
const mostActivities = 50
const longestText = 120

/**
 * Reads the userinfo of Pro Santé Connect (claims of `scope_all`); `null` when it is none: not JSON, without a national
 * identifier, or with two that differ.
 */
export function parseUserinfo(body: Uint8Array): Userinfo | null {
  const said = parseObject(body)
  if (said === null) return null
  const ids = [said['SubjectNameID'], said['preferred_username']].filter((one) => one !== undefined)
  const [nationalId] = ids
  if (typeof nationalId !== 'string' || !/^[\w/]{1,60}$/.test(nationalId)) return null
  if (ids.some((one) => one !== nationalId)) return null
  const known = objectOf(said['SubjectRefPro'])
  const activities = listOf(known?.['exercices']).flatMap((practice) =>
    listOf(objectOf(practice)?.['activities']).flatMap((activity) => {
      const fields = objectOf(activity)
      if (fields === null) return []
      return [
        {
          place: textOf(fields['raisonSocialeSite']) || textOf(fields['enseigneCommercialeSite']),
          profession: textOf(objectOf(practice)?.['codeProfession']),
          mode: textOf(fields['codeModeExercice']),
          postalCode: textOf(fields['codePostal']),
        },
      ]
    }),
  )
  return { nationalId, activities: activities.slice(0, mostActivities) }
}

function parseObject(body: Uint8Array): Readonly<Record<string, unknown>> | null {
  try {
    return objectOf(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body)))
  } catch {
    return null
  }
}

function objectOf(value: unknown): Readonly<Record<string, unknown>> | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : null
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value.slice(0, mostActivities) : []
}

function textOf(value: unknown): string {
  if (typeof value !== 'string') return ''
  return [...value.replace(/\p{C}/gu, '').trim()].slice(0, longestText).join('')
}
