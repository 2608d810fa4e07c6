/** What names an entry in an address. */
export type EntryParams = { key: string; institutionId: string; entryId: string }
