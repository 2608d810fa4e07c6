/** Refusals of the reader module. */
export const readerRefusals = {} as const
