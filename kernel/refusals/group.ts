/** Refusals of the group module. */
export const groupRefusals = {} as const
