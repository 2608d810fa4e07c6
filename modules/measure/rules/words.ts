import type { FactKind } from '../../../kernel/fact.ts'
import { departmentKindNames } from '../../directory/rules/kinds.ts'
import type { FactSum, MeasureDefinition, SetDefinition } from './definition.ts'
import type { Words } from './names.ts'

function nameOf(of: string, kinds: readonly FactKind[]): Words {
  const name = kinds.find((each) => each.kind === of)?.name ?? { zh: of, en: of }
  return { zh: `“${name.zh}”`, en: `“${name.en}”` }
}

const condition = (where: string | undefined): Words => (where === undefined ? { zh: '', en: '' } : { zh: `（条件：${where}）`, en: ` (where ${where})` })

function sumInWords(sum: FactSum, kinds: readonly FactKind[]): Words {
  const [name, where] = [nameOf(sum.of, kinds), condition(sum.where)]
  if (sum.add === undefined) return { zh: `${name.zh}的记录条数${where.zh}`, en: `Entries of ${name.en}${where.en}` }
  return { zh: `${name.zh}各条记录 ${sum.add} 之和${where.zh}`, en: `Sum of ${sum.add} over ${name.en}${where.en}` }
}

const baseInWords = {
  previous: { zh: '上一期', en: 'the period before' },
  'last-year': { zh: '去年同期', en: 'the same days of last year' },
  start: { zh: '行动开始前最后的完整期', en: 'the last whole periods before the campaign began' },
} as const

/** What is counted, in words a reader can check, of a change with the name of the measure it is about: written in the definition, or put together from it. */
export function inWords(definition: MeasureDefinition, kinds: readonly FactKind[], about?: Words): { readonly numerator: Words; readonly denominator: Words | null } {
  const made = madeWords(definition, kinds, about)
  const [numerator, denominator] = [definition.says?.numerator ?? made.numerator, definition.says?.denominator ?? made.denominator]
  if (!('numerator' in definition)) return { numerator, denominator }
  return { numerator: lessSets(definition.numerator, definition.sets, numerator), denominator: denominator === null || !('denominator' in definition) ? denominator : lessSets(definition.denominator, definition.sets, denominator) }
}

/** Names what is left out, with the day its newest version holds from. */
function lessSets(sum: FactSum, sets: readonly SetDefinition[] = [], words: Words): Words {
  const left = (sum.without ?? []).flatMap((key) => sets.find((each) => each.key === key) ?? [])
  if (left.length === 0) return words
  const newest = (set: SetDefinition) => set.versions.map((each) => each.validFrom).sort().at(-1) ?? ''
  return { zh: `${words.zh}（不含：${left.map((set) => `${set.name.zh}，${newest(set)} 版`).join('；')}）`, en: `${words.en} (without ${left.map((set) => `${set.name.en}, version of ${newest(set)}`).join('; ')})` }
}

function madeWords(definition: MeasureDefinition, kinds: readonly FactKind[], about?: Words): { numerator: Words; denominator: Words | null } {
  switch (definition.shape) {
    case 'ratio':
      return { numerator: sumInWords(definition.numerator, kinds), denominator: sumInWords(definition.denominator, kinds) }
    case 'sum':
      return { numerator: sumInWords(definition.numerator, kinds), denominator: null }
    case 'state': {
      const [name, where] = [nameOf(definition.of, kinds), condition(definition.where)]
      const newest = (value: string): Words => ({ zh: `截至期末最新一条${name.zh}记录的 ${value}${where.zh}`, en: `${value} of the newest entry of ${name.en} up to the end of the period${where.en}` })
      return { numerator: newest(definition.value), denominator: definition.outOf === undefined ? null : newest(definition.outOf) }
    }
    case 'coverage': {
      const [name, where, isStaff] = [nameOf(definition.of, kinds), condition(definition.where), definition.unitOf === 'staff']
      const places = definition.departments === undefined ? { zh: '', en: '' } : { zh: definition.departments.map((each) => departmentKindNames[each].zh).join('、'), en: definition.departments.map((each) => departmentKindNames[each].en.toLowerCase()).join(', ') }
      return {
        numerator: { zh: `期内至少有 ${definition.least} 条${name.zh}记录的${isStaff ? '人数' : '科室数'}${where.zh}`, en: `${isStaff ? 'People' : 'Departments'} with at least ${definition.least} of ${name.en} in the period${where.en}` },
        denominator: isStaff
          ? { zh: `期末在册${places.zh === '' ? '' : `的${places.zh}科室`}人数（整期请假外出的不计）`, en: `Staff on the last day of the period${places.en === '' ? '' : ` in ${places.en} departments`}, without those away throughout` }
          : { zh: `期末的${places.zh}科室数`, en: `${places.en === '' ? 'Departments' : `Departments (${places.en})`} on the last day of the period` },
      }
    }
    case 'change': {
      const base = baseInWords[definition.against]
      const name = about ?? { zh: definition.of, en: definition.of }
      return { numerator: { zh: `本期的“${name.zh}”`, en: `“${name.en}” of the period` }, denominator: { zh: `基期（${base.zh}）的“${name.zh}”`, en: `“${name.en}” of ${base.en}` } }
    }
    case 'accumulation': {
      const [name, where, isYear] = [nameOf(definition.of, kinds), condition(definition.where), definition.over === 'year']
      return {
        numerator: { zh: `${isYear ? '本年' : '历年'}${name.zh}累计 ${definition.add} 达到 ${definition.reach} 的人数${where.zh}`, en: `People whose ${definition.add} over ${name.en} ${isYear ? 'in the year' : 'of all years'} reached ${definition.reach}${where.en}` },
        denominator: { zh: `${isYear ? '本年' : '历年'}有${name.zh}记录的人数`, en: `People with ${name.en} ${isYear ? 'in the year' : 'in any year'}` },
      }
    }
  }
}
