import { createTheme, type CSSVariablesResolver, type MantineColorsTuple } from '@mantine/core'
import { colors, colorVariables, radius, spacing } from './tokens.ts'

/** Mantine wants ten shades; ours has one per scheme, drawn by `--co-*`. Shade 6 is what Mantine takes by default. */
function tuple(color: string): MantineColorsTuple {
  return [color, color, color, color, color, color, color, color, color, color]
}

const rem = (pixels: number) => `${pixels / 16}rem`

/** Mantine seen through our tokens: its components draw with the same colours, sizes and corners as ours. */
export const theme = createTheme({
  fontFamily: "'Inter Variable', 'Segoe UI', system-ui, sans-serif",
  fontFamilyMonospace: "'Cascadia Mono', 'DejaVu Sans Mono', monospace",
  primaryColor: 'accent',
  primaryShade: { light: 6, dark: 6 },
  colors: {
    accent: tuple(colors.accent.light),
    danger: tuple(colors.danger.light),
  },
  fontSizes: { xs: rem(13), sm: rem(13), md: rem(15), lg: rem(17), xl: rem(20) },
  lineHeights: { xs: '18px', sm: '18px', md: '20px', lg: '22px', xl: '26px' },
  spacing: {
    xs: rem(spacing.xs),
    sm: rem(spacing.sm),
    md: rem(spacing.md),
    lg: rem(spacing.lg),
    xl: rem(spacing.xl),
  },
  radius: {
    xs: rem(radius.tag),
    sm: rem(radius.control),
    md: rem(radius.block),
    lg: rem(radius.dialog),
    xl: rem(radius.dialog),
  },
  defaultRadius: 'sm',
  respectReducedMotion: true,
  cursorType: 'pointer',
  focusRing: 'never',
})

/** Gives each scheme its `--co-*`, and makes Mantine's own variables point at them. */
export const cssVariablesResolver: CSSVariablesResolver = () => ({
  variables: {
    '--mantine-color-body': 'var(--co-bg)',
    '--mantine-color-text': 'var(--co-text-1)',
    '--mantine-color-dimmed': 'var(--co-text-3)',
    '--mantine-color-placeholder': 'var(--co-text-3)',
    '--mantine-color-error': 'var(--co-danger)',
    '--mantine-color-anchor': 'var(--co-accent)',
    '--mantine-color-default': 'var(--co-surface-1)',
    '--mantine-color-default-hover': 'var(--co-surface-2)',
    '--mantine-color-default-color': 'var(--co-text-1)',
    '--mantine-color-default-border': 'var(--co-border)',
    '--mantine-color-disabled': 'var(--co-surface-2)',
    '--mantine-color-disabled-color': 'var(--co-text-3)',
    '--mantine-color-disabled-border': 'var(--co-line)',
    '--mantine-color-accent-filled': 'var(--co-accent)',
    '--mantine-primary-color-filled': 'var(--co-accent)',
  },
  light: colorVariables('light'),
  dark: colorVariables('dark'),
})
