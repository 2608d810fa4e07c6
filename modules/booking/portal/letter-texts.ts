/** The words around the open letter to patients. */
export const letterTexts = {
  title: { zh: '致患者的一封信', en: 'A letter to our patients' },
  from: { zh: '{hospital}，{on} 起', en: '{hospital}, since {on}' },
  phone: { zh: '有事请打', en: 'For help ring' },
  book: { zh: '预约挂号', en: 'Book a visit' },
  complain: { zh: '投诉、建议、表扬', en: 'Complain, suggest, praise' },
  read: { zh: '来院前请看：致患者的一封信', en: 'Before you come: a letter to our patients' },
} as const
