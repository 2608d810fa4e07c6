/** Only a path of ours: somebody else's link must not send a visitor away through us. */
export const backOf = (given: string | undefined, otherwise = '/'): string => (/^\/(?![/\\])[\w\-/?=&%.]*$/.test(given ?? '') ? (given ?? otherwise) : otherwise)
