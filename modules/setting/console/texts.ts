import type { Texts } from '../../../ui/texts.ts'

/** Texts of the settings. */
export const texts = {
  title: { zh: '系统设置', en: 'Settings' },
  lead: { zh: '没有改过的沿用标准值；每次修改都留下原因。', en: 'What nobody changed follows the standard; every change keeps its reason.' },
  setting: { zh: '设置', en: 'Setting' },
  value: { zh: '当前值', en: 'Value' },
  standard: { zh: '标准值 {value}', en: 'standard {value}' },
  isStandard: { zh: '标准', en: 'standard' },
  isChanged: { zh: '已改', en: 'changed' },
  changed: { zh: '{name} 于 {at} 修改', en: 'changed by {name}, {at}' },
  change: { zh: '修改', en: 'Change' },
  newValue: { zh: '新的值', en: 'New value' },
  range: { zh: '可填 {min} 至 {max}', en: 'from {min} to {max}' },
  reason: { zh: '修改原因', en: 'Reason' },
  save: { zh: '保存', en: 'Save' },
  on: { zh: '开', en: 'on' },
  off: { zh: '关', en: 'off' },
  empty: { zh: '没有可以设置的项目。', en: 'There is nothing to set.' },
} as const satisfies Texts
