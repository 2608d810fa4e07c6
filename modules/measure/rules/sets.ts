import type { IsoDate } from '../../../kernel/calendar.ts'
import { isExpressionFault, readExpression, type Expression } from '../../../kernel/expression.ts'
import type { Fact, FactKind } from '../../../kernel/fact.ts'
import { amountOf, type Amount } from './amount.ts'
import type { FactSum, MeasureDefinition, SetDefinition } from './definition.ts'

type Fault = { readonly path: readonly PropertyKey[]; readonly reason: string }
/** What is left of a fact's worth; null where it belongs to a set that is left out. */
export type Leaves = (fact: Fact, worth: Amount) => Amount | null

/** The sets a definition names anywhere. */
export const setsNamed = (definition: MeasureDefinition): string[] => {
  const sums = 'numerator' in definition ? [definition.numerator, ...('denominator' in definition ? [definition.denominator] : [])] : []
  return [...new Set(sums.flatMap((sum) => sum.without ?? []))].sort()
}

type Version = { readonly validFrom: IsoDate; readonly field: string | null; readonly mark: string | null; readonly less: Expression | null; readonly both: readonly Expression[] }

/** Rule ME-32: the version of a set that a fact falls under is that of its day; days before the first fall under the first. */
function versionOn(versions: readonly Version[], on: IsoDate): Version | undefined {
  const ordered = [...versions].sort((a, b) => (a.validFrom < b.validFrom ? -1 : 1))
  return ordered.findLast((each) => each.validFrom <= on) ?? ordered[0]
}

/**
 * Rule ME-32: a measure leaves a set out by its mark (the fact counts for nothing) or by its amount (it is taken away; what
 * two sets share is taken away once). A set that says nothing of the kind of fact is a fault, not nothing left out.
 */
export function readSets(sum: FactSum, sets: readonly SetDefinition[], kind: FactKind, path: readonly PropertyKey[], faults: Fault[]): Leaves {
  const without = sum.without ?? []
  const read = without.flatMap((key): Version[][] => {
    const set = sets.find((each) => each.key === key)
    const fail = (reason: string) => void faults.push({ path: [...path, 'without'], reason })
    if (set === undefined) {
      fail(`there is no set '${key}' in catalog/sets`)
      return []
    }
    const number = (text: string): Expression | null => {
      const found = readExpression(text, kind.fields)
      if (isExpressionFault(found)) fail(`set '${key}': ${found.fault} (character ${found.at})`)
      else if (found.type !== 'number') fail(`set '${key}': '${text}' gives ${found.type}, number is needed`)
      else return found
      return null
    }
    return [
      set.versions.flatMap(({ validFrom, facts }): Version[] => {
        const own = facts.find((each) => each.of === kind.kind)
        if (own === undefined) {
          fail(`set '${key}' of ${validFrom} says nothing of facts '${kind.kind}'`)
          return []
        }
        if (own.less === undefined && (own.field === undefined || own.mark === undefined)) fail(`set '${key}' of ${validFrom} needs a field with a mark, or an amount, for '${kind.kind}'`)
        if (own.field !== undefined && kind.fields[own.field] !== 'text') fail(`set '${key}': facts '${kind.kind}' have no text '${own.field}'`)
        if (own.less !== undefined && sum.add === undefined) fail(`set '${key}' takes an amount away, but each fact counts as one here`)
        const shared = without.flatMap((other) => own.both?.[other] ?? [])
        return [{ validFrom, field: own.field ?? null, mark: own.mark ?? null, less: own.less === undefined ? null : number(own.less), both: shared.flatMap((text) => number(text) ?? []) }]
      }),
    ]
  })
  return (fact, worth) => {
    let left = worth
    for (const versions of read) {
      const version = versionOn(versions, fact.on)
      if (version === undefined) continue
      const marks = version.field === null ? null : fact.fields[version.field]
      if (version.mark !== null && typeof marks === 'string' && marks.split(',').includes(version.mark)) return null
      left -= valueOf(version.less, fact)
      for (const shared of version.both) left += valueOf(shared, fact)
    }
    return left
  }
}

function valueOf(expression: Expression | null, fact: Fact): Amount {
  const value = expression?.evaluate(fact.fields)
  return typeof value === 'number' ? (amountOf(value) ?? 0n) : 0n
}
