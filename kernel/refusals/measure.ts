/** Refusals of the measure engine. */
export const measureRefusals = {
  'measure.unknown': { status: 404, zh: '没有这个指标；请从指标列表进入。', en: 'There is no such measure; open it from the list of measures.' },
} as const
