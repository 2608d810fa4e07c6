export type GroupOptions = {
  /** Asks in one group at most. */
  readonly most: number
  /** Groups under way at the same time at most. */
  readonly inFlight: number
}

type Waiting<Ask, Answer> = { readonly ask: Ask; resolve(answer: Answer): void; reject(error: unknown): void }

/**
 * Answers many callers with one flight to the database. A lone ask leaves at once; what comes while groups are under way
 * waits for one of them to end, or leaves beside it as soon as there is as much of it as in half of the last group.
 * `run` answers each ask, in order. Where it throws, each ask of the group is run once more by itself, so that one bad ask
 * takes nobody else along: `run` must therefore keep all of a group or nothing, or be harmless when run again.
 */
export function grouped<Ask, Answer>(options: GroupOptions, run: (asks: readonly Ask[]) => Promise<readonly Answer[]>): (ask: Ask) => Promise<Answer> {
  const waiting: Waiting<Ask, Answer>[] = []
  let underWay = 0
  let last = 1
  let looks = false

  const settle = async (group: readonly Waiting<Ask, Answer>[]): Promise<void> => {
    try {
      const answers = await run(group.map((each) => each.ask))
      if (answers.length !== group.length) throw new Error(`a group of ${group.length} got ${answers.length} answers`)
      // One answer for each was just counted.
      for (const [at, each] of group.entries()) each.resolve(answers[at] as Answer)
    } catch (error) {
      if (group.length === 1) group[0]?.reject(error)
      else for (const each of group) await settle([each])
    }
  }
  const leave = (): void => {
    while (waiting.length > 0 && (underWay === 0 || (underWay < options.inFlight && waiting.length * 2 >= last))) {
      const group = waiting.splice(0, options.most)
      last = group.length
      underWay += 1
      void settle(group).finally(() => {
        underWay -= 1
        look()
      })
    }
  }
  // After everything that arrived in the same moment was read: costs a lone ask nothing and finds its neighbours.
  const look = (): void => {
    if (looks || waiting.length === 0) return
    looks = true
    setImmediate(() => {
      looks = false
      leave()
    })
  }
  return (ask) =>
    new Promise((resolve, reject) => {
      waiting.push({ ask, resolve, reject })
      look()
    })
}
