import { pinyin } from 'pinyin-pro'

/** What a name is found by when it is typed in Latin letters: whole syllables, then initials ('yunxi yx'). */
export function pinyinOf(name: string): string {
  const syllables = pinyin(name, { toneType: 'none', type: 'array', nonZh: 'consecutive' }).map((each) => each.toLowerCase().replaceAll(/[^a-z0-9]/g, ''))
  return `${syllables.join('')} ${syllables.map((each) => each.charAt(0)).join('')}`.slice(0, 300)
}
