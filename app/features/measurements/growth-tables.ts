import type { GrowthMeasure, GrowthSegment, GrowthSex, GrowthTables } from './growth.ts'
import { whoReference2007 } from './who-reference-2007.ts'
import { whoStandards2006 } from './who-standards-2006.ts'

/** The WHO curves from birth to 19 years (weight: 10; head: 5). Large: for who draws a child's growth, and loaded then. */
export const whoGrowth: GrowthTables = {
  weight: bothSexes('weight'),
  height: bothSexes('height'),
  'head-circumference': bothSexes('head-circumference'),
  index: bothSexes('index'),
}

function bothSexes(measure: GrowthMeasure): Readonly<Record<GrowthSex, readonly GrowthSegment[]>> {
  const join = (sex: GrowthSex) => [...whoStandards2006[measure][sex], ...whoReference2007[measure][sex]]
  return { F: join('F'), M: join('M') }
}
