import { setTimeout as wait } from 'node:timers/promises'

/** Rests at most so long after one piece: a machine that is slow for other reasons is not made slower still. */
const longest = 500

/**
 * One piece of long work that nobody waits for: after it, it rests four times as long as it took, so that people who work
 * meanwhile have most of the machine. What it takes longer it takes where nobody looks.
 */
export async function gently<T>(piece: () => Promise<T>): Promise<T> {
  const begun = performance.now()
  try {
    return await piece()
  } finally {
    await wait(Math.min(longest, 4 * (performance.now() - begun)))
  }
}
