export type Words = { readonly zh: string; readonly en: string }
/** By kind: `module.past_participle`; reads of clear personal values are `read.…`. */
export type KindWords = Readonly<Record<string, Words>>
