import type { GlobalTheme, GlobalThemeOverrides } from 'naive-ui'
import { buttonDark, commonDark, inputDark, messageDark } from 'naive-ui'

/** Only the dark styles of the components in use: naive-ui's own `darkTheme` would bring those of all. */
export const darkTheme: GlobalTheme = {
  name: 'dark',
  common: commonDark,
  Button: buttonDark,
  Input: inputDark,
  Message: messageDark,
}

const font = 'inherit'
const shared = {
  fontFamily: font,
  fontSize: '13px',
  // Small is about the space around the words.
  fontSizeSmall: '13px',
  fontSizeMedium: '13px',
  borderRadius: '6px',
  heightMedium: '32px',
}

const message = { fontSize: '13px', padding: '9px 16px', borderRadius: '8px', iconSize: '18px' }

/** tokens.css in naive-ui's words; its colour arithmetic cannot read CSS variables. */
export const lightOverrides: GlobalThemeOverrides = {
  common: {
    ...shared,
    primaryColor: '#1d63d8',
    primaryColorHover: '#1956bd',
    primaryColorPressed: '#164da9',
    primaryColorSuppl: '#1d63d8',
    errorColor: '#c62a2f',
    errorColorHover: '#ad2327',
    errorColorPressed: '#971e22',
    successColor: '#1b7f4b',
    textColorBase: '#1c1c21',
    textColor2: '#1c1c21',
    borderColor: '#c9c9d1',
    placeholderColor: '#6f707b',
  },
  Button: { textColorPrimary: '#ffffff', textColorError: '#ffffff' },
  Input: { border: '1px solid #8d8d99' },
  Message: message,
}

export const darkOverrides: GlobalThemeOverrides = {
  common: {
    ...shared,
    primaryColor: '#6ea4ff',
    primaryColorHover: '#8bb7ff',
    primaryColorPressed: '#5b93f2',
    primaryColorSuppl: '#6ea4ff',
    errorColor: '#ff7b78',
    errorColorHover: '#ff9592',
    errorColorPressed: '#ee6a67',
    successColor: '#5fcf97',
    textColor2: '#ededf1',
    placeholderColor: '#9797a3',
    borderColor: '#4b4b55',
    popoverColor: '#2c2c32',
  },
  Button: { textColorPrimary: '#0c1a33', textColorError: '#2b0d0c' },
  Input: { border: '1px solid #747480', color: '#1b1b1f', colorFocus: '#1b1b1f' },
  Message: message,
}
