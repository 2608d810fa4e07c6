/** word-extractor carries no types of its own; these are the parts that are used. */
declare module 'word-extractor' {
  class WordExtractor {
    extract(source: Buffer): Promise<{ getBody(options?: { filterUnicode?: boolean }): string }>
  }
  export = WordExtractor
}
