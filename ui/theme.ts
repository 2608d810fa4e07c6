import { theme, type ThemeConfig } from 'antd'

/** Colours meet WCAG 2.2 AA against their grounds in both modes; change them only with the axe journeys at hand. */
const family = `-apple-system, BlinkMacSystemFont, 'Segoe UI', 'PingFang SC', 'Hiragino Sans GB', 'Microsoft YaHei', 'Noto Sans CJK SC', sans-serif`

/** `still`: nothing moves, so that nothing waits for the end of a movement that styles.css has taken away. */
export const themeOf = (dark: boolean, still: boolean): ThemeConfig => ({
  algorithm: dark ? theme.darkAlgorithm : theme.defaultAlgorithm,
  token: {
    motion: !still,
    colorPrimary: dark ? '#6ea8ff' : '#0958d9',
    colorLink: dark ? '#8bb8ff' : '#0958d9',
    colorTextPlaceholder: dark ? '#a3a9b5' : '#6b7280',
    colorTextDescription: dark ? '#b4bac6' : '#555d6b',
    colorTextTertiary: dark ? '#b4bac6' : '#5b6372',
    colorTextSecondary: dark ? '#c3c8d2' : '#4a5260',
    colorSuccess: dark ? '#6fcf97' : '#177245',
    colorWarning: dark ? '#f2b155' : '#9a5b00',
    colorError: dark ? '#ff8a80' : '#c1272d',
    colorBgLayout: dark ? '#0f1216' : '#f4f6fa',
    borderRadius: 8,
    fontFamily: family,
    fontSize: 15,
    controlHeight: 38,
    // antd's own lighter hover leaves white text at 4.2 to 1.
    ...(dark ? {} : { colorPrimaryHover: '#1f66d1', colorErrorHover: '#b01f26' }),
    ...(dark ? {} : { colorWarningBg: '#fdf3e0', colorWarningBorder: '#eccb8d', colorErrorBg: '#fdecec', colorErrorBorder: '#efb0ad', colorSuccessBg: '#e8f6ee', colorSuccessBorder: '#a8d8bc' }),
    ...(dark ? { colorTextLightSolid: '#0b1220', colorBgContainer: '#141920', colorBgElevated: '#1e242d' } : {}),
  },
  components: {
    Menu: { itemSelectedColor: dark ? '#a9cbff' : '#003eb3', itemBg: 'transparent', subMenuItemBg: 'transparent' },
    Layout: { siderBg: dark ? '#14181e' : '#ffffff', headerBg: dark ? '#14181e' : '#ffffff', headerPadding: '0 16px' },
    Table: { headerBg: dark ? '#1a1f27' : '#eef2f8', cellPaddingBlock: 11, cellPaddingInlineMD: 16, cellPaddingBlockMD: 11 },
  },
})

export type Tone = 'good' | 'wait' | 'warn' | 'bad' | 'quiet'

/** Text and ground of a status mark; meaning never rests on the colour alone. */
export const toneColours = (dark: boolean): Record<Tone, { text: string; ground: string; border: string }> =>
  dark
    ? {
        good: { text: '#7ee2a8', ground: '#12301f', border: '#256043' },
        wait: { text: '#9cc4ff', ground: '#152a4a', border: '#2b4f86' },
        warn: { text: '#ffc46b', ground: '#3a2806', border: '#75520f' },
        bad: { text: '#ffa199', ground: '#421a1a', border: '#8a3a37' },
        quiet: { text: '#c3c8d2', ground: '#262b33', border: '#434a55' },
      }
    : {
        good: { text: '#0f5132', ground: '#e2f4e9', border: '#a8d8bc' },
        wait: { text: '#083f9c', ground: '#e5eefc', border: '#b4cdf5' },
        warn: { text: '#7a4600', ground: '#fdf0d8', border: '#eccb8d' },
        bad: { text: '#8f1519', ground: '#fce6e5', border: '#efb0ad' },
        quiet: { text: '#454c59', ground: '#eceef2', border: '#cfd4dc' },
      }
