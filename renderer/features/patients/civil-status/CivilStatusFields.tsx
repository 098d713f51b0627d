import { memo, type ReactNode, useEffect, useLayoutEffect, useRef, useState } from 'react'
import classes from './CivilStatusForm.module.css'
import { ContactSection, SituationSection } from './ContactSection.tsx'
import { CoverageSection, FollowSection, PhysicianSection } from './CoverageSection.tsx'
import { IdentitySection } from './IdentitySection.tsx'
import { BillingSection, CommentsSection, IdentifiersSection } from './OtherSections.tsx'
import type { CivilStatusForm } from './useCivilStatusForm.ts'

type SectionName =
  | 'identity'
  | 'contact'
  | 'situation'
  | 'coverage'
  | 'physician'
  | 'follow'
  | 'billing'
  | 'identifiers'
  | 'comments'

const sections: Record<SectionName, (props: { form: CivilStatusForm }) => ReactNode> = {
  identity: IdentitySection,
  contact: ContactSection,
  situation: SituationSection,
  coverage: CoverageSection,
  physician: PhysicianSection,
  follow: FollowSection,
  billing: BillingSection,
  identifiers: IdentifiersSection,
  comments: CommentsSection,
}

/** Which section stands in which column: fixed, so that a message under a field never sends a section elsewhere. */
const layouts: readonly (readonly (readonly SectionName[])[])[] = [
  [['identity', 'contact', 'situation', 'coverage', 'physician', 'follow', 'billing', 'identifiers', 'comments']],
  [
    ['identity', 'coverage', 'physician', 'billing'],
    ['contact', 'situation', 'follow', 'identifiers', 'comments'],
  ],
  [
    ['identity', 'billing'],
    ['contact', 'situation', 'identifiers'],
    ['coverage', 'physician', 'follow', 'comments'],
  ],
  [
    ['identity', 'comments'],
    ['contact', 'situation'],
    ['coverage', 'physician', 'follow'],
    ['billing', 'identifiers'],
  ],
]

/** Narrowest column in pixels, and what parts two of them. */
const columnWidth = 300
const columnGap = 24

/** How many columns the width allows; `null` before the first measure, so that no field is drawn twice. */
function useColumnCount() {
  const ref = useRef<HTMLDivElement>(null)
  const [count, setCount] = useState<number | null>(null)
  useLayoutEffect(() => {
    const element = ref.current
    if (element === null) return
    const measure = () => {
      const fit = Math.floor((element.clientWidth + columnGap) / (columnWidth + columnGap))
      setCount(Math.min(layouts.length, Math.max(1, fit)))
    }
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(element)
    return () => observer.disconnect()
  }, [])
  return { ref, count }
}

/** Every field of « État civil », in as many columns as the width allows. */
export const CivilStatusFields = memo(function CivilStatusFields({
  form,
  autoFocus = false,
}: {
  form: CivilStatusForm
  /** The first field takes the focus: the form was asked for to be filled in. */
  autoFocus?: boolean
}) {
  const { ref, count } = useColumnCount()
  const drawn = count !== null
  useEffect(() => {
    if (drawn && autoFocus) ref.current?.querySelector<HTMLElement>('input')?.focus()
  }, [drawn, autoFocus, ref])
  const layout = count === null ? [] : (layouts[count - 1] ?? [])
  return (
    <div ref={ref} className={classes['columns']}>
      {layout.map((names) => (
        <div key={names[0]} className={classes['column']}>
          {names.map((name) => {
            const Drawn = sections[name]
            return <Drawn key={name} form={form} />
          })}
        </div>
      ))}
    </div>
  )
})

/** Sends the focus to a field of the form inside `root`, and brings it into sight. */
export function focusField(root: HTMLElement | null, key: string): void {
  const holder = root?.querySelector<HTMLElement>(`[data-field="${key}"]`)
  const control = holder?.querySelector<HTMLElement>('input, textarea, select, button')
  control?.focus()
  holder?.scrollIntoView({ block: 'nearest' })
}
