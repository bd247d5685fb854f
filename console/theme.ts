import { color } from 'design-tokens-italia/tokens/global.json'
import type { RaThemeOptions } from 'react-admin'

const hue = {
  ink: color.slate[20].$value,
  soft: color.slate[36].$value,
  line: color.slate[85].$value,
  edge: color.slate[52].$value,
  ground: color.gray[96].$value,
  paper: color.white.$value,
  bar: color.blue[20].$value,
  primary: color.blue[40].$value,
  primaryInk: color.blue[30].$value,
  ok: color.emerald[20].$value,
  warn: color.orange[25].$value,
  bad: color.red[37].$value,
  badTint: color.red[96].$value,
  // Paler than the tokens' own grounds, so that 13 px words on them keep 4.5:1.
  tint: '#ebf4fc',
  okTint: '#e6f4ee',
  warnTint: '#fff4e0',
  waitTint: '#eceff2',
  wait: '#3b4a58',
}

const kebab = (name: string) => name.replace(/[A-Z]/g, letter => `-${letter.toLowerCase()}`)

/** The colours as CSS variables, read by iter.css: one source for both. */
const variables = Object.fromEntries(Object.entries(hue).map(([name, value]) => [`--${kebab(name)}`, value]))

const family = '"Titillium Web", sans-serif'

/** Dense and calm: 14 px, one blue, state colours of the Italian tokens. */
export const theme: RaThemeOptions = {
  palette: {
    primary: { main: hue.primary, dark: hue.primaryInk },
    secondary: { main: hue.primaryInk },
    error: { main: hue.bad },
    warning: { main: hue.warn },
    success: { main: hue.ok },
    text: { primary: hue.ink, secondary: hue.soft },
    background: { default: hue.ground, paper: hue.paper },
    divider: hue.line,
  },
  shape: { borderRadius: 4 },
  spacing: 8,
  typography: {
    fontFamily: family,
    fontSize: 14,
    htmlFontSize: 16,
    body1: { fontSize: 14, lineHeight: '20px' },
    body2: { fontSize: 14, lineHeight: '20px' },
    button: { fontWeight: 600, textTransform: 'none', fontSize: 14, lineHeight: '20px' },
  },
  components: {
    MuiCssBaseline: { styleOverrides: { ':root': variables } },
    MuiButtonBase: { defaultProps: { disableRipple: true } },
    MuiButton: {
      defaultProps: { size: 'small', variant: 'outlined', disableElevation: true, color: 'primary' },
      styleOverrides: {
        root: {
          padding: '6px 12px',
          whiteSpace: 'nowrap',
          '&:focus-visible': { outline: `3px solid ${hue.ink}`, outlineOffset: 2 },
        },
        outlinedPrimary: { color: hue.primaryInk, borderColor: hue.primary, background: hue.paper },
        textPrimary: { color: hue.primaryInk },
      },
    },
    MuiTextField: { defaultProps: { size: 'small', variant: 'outlined', fullWidth: true } },
    MuiOutlinedInput: {
      styleOverrides: { root: { background: hue.paper, fontSize: 14 }, notchedOutline: { borderColor: hue.edge } },
    },
    MuiDialogTitle: { styleOverrides: { root: { fontSize: 18, fontWeight: 700, lineHeight: '24px' } } },
    MuiCheckbox: {
      defaultProps: {
        slotProps: {
          root: () => ({ 'aria-label': undefined }),
          input: (owner: { 'aria-label'?: string }) => ({ 'aria-label': owner['aria-label'] }),
        },
      },
    },
    MuiTab: {
      styleOverrides: { root: { minHeight: 40, padding: '8px 12px', minWidth: 0, fontWeight: 600, color: hue.soft } },
    },
    MuiTabs: { styleOverrides: { root: { minHeight: 40 } } },
  },
}
