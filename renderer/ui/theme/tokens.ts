/** A colour as the two schemes give it. */
export interface Shade {
  readonly light: string
  readonly dark: string
}

/**
 * Every colour of the program. A screen names a token, never a colour: `var(--co-accent)`.
 *
 * Contrast is computed with the formula of WCAG 2: text pairs are at least 4.5, edges of controls at least 3, and a test
 * holds them there.
 */
export const colors = {
  bg: { light: '#E9EDF0', dark: '#0F1418' },
  'surface-1': { light: '#FFFFFF', dark: '#181F24' },
  'surface-2': { light: '#F5F7F8', dark: '#1E262C' },
  'surface-3': { light: '#E6EBEE', dark: '#2A343B' },
  line: { light: '#DAE0E4', dark: '#2E3941' },
  border: { light: '#7C8993', dark: '#75838D' },
  'text-1': { light: '#17212A', dark: '#E6EBEE' },
  'text-2': { light: '#43505A', dark: '#B7C2CA' },
  'text-3': { light: '#5A6771', dark: '#A0ADB6' },
  accent: { light: '#0A6274', dark: '#5FC3D6' },
  'on-accent': { light: '#FFFFFF', dark: '#04262E' },
  'accent-soft': { light: '#E1F0F3', dark: '#12343D' },
  'accent-line': { light: '#93C5D0', dark: '#2C6675' },
  selected: { light: '#D7EBF0', dark: '#17404C' },
  mark: { light: '#FFE9A8', dark: '#5A4A12' },
  danger: { light: '#B3261E', dark: '#FF9C92' },
  'on-danger': { light: '#FFFFFF', dark: '#3B0A06' },
  'danger-soft': { light: '#FCEBE9', dark: '#40201E' },
  'danger-line': { light: '#E5A39D', dark: '#8A4640' },
  warning: { light: '#7A4F00', dark: '#F0C56A' },
  'warning-soft': { light: '#FFF3D6', dark: '#3A2E11' },
  'warning-line': { light: '#DDB864', dark: '#7A622A' },
  success: { light: '#1B6A3B', dark: '#7FD19A' },
  'success-soft': { light: '#E5F3EA', dark: '#173524' },
  'success-line': { light: '#93C9A8', dark: '#356B4A' },
  info: { light: '#1F4E9C', dark: '#9EC0FF' },
  'info-soft': { light: '#E8EFFB', dark: '#1B2B4A' },
  'info-line': { light: '#A5BEEA', dark: '#42609A' },
  violet: { light: '#5B3B9A', dark: '#C4B0FA' },
  'violet-soft': { light: '#EFEAF9', dark: '#2C2445' },
  'violet-line': { light: '#C2B2E6', dark: '#64539A' },
  'badge-slate': { light: '#43505A', dark: '#B7C2CA' },
  'on-badge-slate': { light: '#FFFFFF', dark: '#17212A' },
  'badge-teal': { light: '#0A6274', dark: '#5FC3D6' },
  'on-badge-teal': { light: '#FFFFFF', dark: '#04262E' },
  'badge-blue': { light: '#1F4E9C', dark: '#9EC0FF' },
  'on-badge-blue': { light: '#FFFFFF', dark: '#0E1F3D' },
  'badge-amber': { light: '#7A4F00', dark: '#F0C56A' },
  'on-badge-amber': { light: '#FFFFFF', dark: '#2E2206' },
  'badge-violet': { light: '#5B3B9A', dark: '#C4B0FA' },
  'on-badge-violet': { light: '#FFFFFF', dark: '#21163F' },
  'badge-green': { light: '#1B6A3B', dark: '#7FD19A' },
  'on-badge-green': { light: '#FFFFFF', dark: '#08301A' },
  'badge-plum': { light: '#8A2E62', dark: '#F0A6CC' },
  'on-badge-plum': { light: '#FFFFFF', dark: '#3D0A26' },
  'badge-red': { light: '#B3261E', dark: '#FF9C92' },
  'on-badge-red': { light: '#FFFFFF', dark: '#3B0A06' },
} as const satisfies Record<string, Shade>

/** Name of a colour token. */
export type ColorToken = keyof typeof colors

/** Colours a badge of initials may have; each has its own text, `on-badge-…`. */
export const badgeColors = ['slate', 'teal', 'blue', 'amber', 'violet', 'green', 'plum', 'red'] as const
/** One of the colours of a badge. */
export type BadgeColor = (typeof badgeColors)[number]

/** Shadows: menus, dialogs and toasts only; the dark scheme adds an edge, since a shadow does not show on black. */
export const elevation: Shade = {
  light: '0 8px 28px rgb(16 28 38 / 18%), 0 1px 3px rgb(16 28 38 / 14%)',
  dark: '0 8px 28px rgb(0 0 0 / 50%), 0 1px 3px rgb(0 0 0 / 40%), 0 0 0 1px #2E3941',
}

/** Steps of the 4 px grid, in pixels. */
export const spacing = { xs: 4, sm: 8, md: 12, lg: 16, xl: 20, xxl: 28 } as const

/** Roundness of corners in pixels: tag, control, block, dialog. */
export const radius = { tag: 3, control: 4, block: 6, dialog: 8 } as const

/** The variables of one scheme, ready for a style sheet. */
export function colorVariables(scheme: keyof Shade): Record<string, string> {
  const entries = Object.entries(colors).map(([name, shade]) => [`--co-${name}`, shade[scheme]] as const)
  return { ...Object.fromEntries(entries), '--co-elevation': elevation[scheme] }
}
