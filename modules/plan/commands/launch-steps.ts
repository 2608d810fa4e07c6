import type { Act } from '../../../server/platform/act.ts'
import type { Understanding } from '../../reader/rules/draft/understanding.ts'

/** What other modules do when a plan is launched, in the same transaction (leading groups from the roster, for one). */
export type Launched = { readonly planId: string; readonly institutionId: string; readonly regionCode: string; readonly understanding: Understanding }
export type LaunchStep = (act: Act, launched: Launched) => Promise<void>

const steps = new Map<string, LaunchStep>()

/** Registered once, by name, when the server is put together. */
export function registerLaunchStep(name: string, step: LaunchStep): void {
  steps.set(name, step)
}

export async function runLaunchSteps(act: Act, launched: Launched): Promise<void> {
  for (const step of steps.values()) await step(act, launched)
}
