/** Refusals of the plan module. */
export const planRefusals = {} as const
