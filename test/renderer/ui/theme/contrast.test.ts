import { expect, test } from 'vitest'
import { contrast } from '#ui/theme/contrast.ts'
import { badgeColors, type ColorToken, colors } from '#ui/theme/tokens.ts'

const tones = ['danger', 'warning', 'success', 'info', 'violet'] as const

/** Text on what it is written on: 4.5 at the least (WCAG 2.2, 1.4.3). */
const texts: readonly (readonly [ColorToken, ColorToken])[] = [
  ...(['text-1', 'text-2', 'text-3', 'accent'] as const).flatMap((text) =>
    (['bg', 'surface-1', 'surface-2', 'surface-3', 'selected'] as const).map((surface) => [text, surface] as const),
  ),
  ['on-accent', 'accent'],
  ['on-danger', 'danger'],
  ['accent', 'accent-soft'],
  ['text-1', 'mark'],
  ...tones.flatMap((tone) => [
    [tone, 'surface-1'] as const,
    [tone, `${tone}-soft`] as const,
    ['text-1', `${tone}-soft`] as const,
  ]),
  ['violet', 'violet-soft'],
  ...badgeColors.map((color) => [`on-badge-${color}`, `badge-${color}`] as const),
  ['warning', 'bg'],
  ['danger', 'bg'],
]

/** Edges of controls: 3 at the least (WCAG 2.2, 1.4.11). */
const edges: readonly (readonly [ColorToken, ColorToken])[] = [
  ['border', 'surface-1'],
  ['border', 'surface-2'],
  ['accent', 'surface-1'],
  ['accent', 'bg'],
  ['danger', 'surface-1'],
]

const schemes = ['light', 'dark'] as const

test.each(
  schemes.flatMap((scheme) => texts.map(([text, surface]) => ({ scheme, text, surface }))),
)('$scheme: $text is readable on $surface', ({ scheme, text, surface }) => {
  expect(contrast(colors[text][scheme], colors[surface][scheme])).toBeGreaterThanOrEqual(4.5)
})

test.each(
  schemes.flatMap((scheme) => edges.map(([edge, surface]) => ({ scheme, edge, surface }))),
)('$scheme: an edge of $edge shows on $surface', ({ scheme, edge, surface }) => {
  expect(contrast(colors[edge][scheme], colors[surface][scheme])).toBeGreaterThanOrEqual(3)
})

test('the formula gives the two ends of the scale', () => {
  expect(contrast('#000000', '#FFFFFF')).toBeCloseTo(21, 5)
  expect(contrast('#777777', '#777777')).toBe(1)
})
