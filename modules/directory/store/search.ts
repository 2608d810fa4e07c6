/** Pattern for ILIKE that finds the text anywhere; its own signs stand for themselves. */
export const anywhere = (text: string): string => `%${text.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)}%`
/** The same for pinyin: blanks and tone-less capitals are how people type. */
export const anywhereInPinyin = (text: string): string => anywhere(text.toLowerCase().replaceAll(/[\s']/g, ''))
