import { existsSync } from 'node:fs'
import { basename } from 'node:path'
import { describe, expect, test } from 'vitest'
import { corpusPlans, fixturePlans, labelFileNames, readLabels } from '../labels.ts'
import type { LabelledPlan, Words } from '../labels.ts'
import { bare, occursIn } from '../words.ts'

/** Labels hold line numbers; an edited document makes them lie. These tests notice it. */
const plans = [...fixturePlans(), ...corpusPlans()].map((plan) => [plan.labels.document, plan] as const)
const corpusHere = corpusPlans().length > 0
if (!corpusHere) process.stdout.write('labels.test: the corpus is not present, its labels are checked for their form only\n')

const linesOf = (source: string): string[] => source.split(/\r\n|\n/)

/** The text from one line to another, joined without blanks, as a hard-broken sentence is read. */
const span = ({ source }: LabelledPlan, from: number, to: number): string => bare(linesOf(source).slice(from - 1, to).join(''))

const digits = '零一二三四五六七八九十'
/** How a small number may be printed. */
const printings = (value: number): string[] => [String(value), ...(value <= 10 ? [digits.charAt(value)] : []), ...(value === 2 ? ['两'] : [])]

test('there are twelve fixtures and five labelled documents of the corpus', () => {
  expect(fixturePlans()).toHaveLength(12)
  expect(labelFileNames().filter((file) => file.startsWith('corpus-'))).toHaveLength(5)
})

test('labels of the corpus hold no words, only lengths and hashes', () => {
  for (const file of labelFileNames().filter((name) => name.startsWith('corpus-'))) {
    const { clauses, phases, duties, cadences, targets, members, attachments } = readLabels(file)
    const words: (Words | undefined)[] = [
      ...clauses.flatMap((clause) => [clause.title, ...(clause.titles ?? [])]),
      ...phases.flatMap((phase) => [phase.name, ...(phase.names ?? [])]),
      ...members.flatMap((member) => [member.name, member.post]),
      ...attachments.map((attachment) => attachment.title),
    ]
    expect(words.filter((each) => typeof each === 'string' && each !== '')).toEqual([])
    expect([...phases, ...duties, ...cadences, ...targets].filter((each) => each.words !== undefined)).toEqual([])
  }
})

test('a fixture is there for every label file of ours, and carries the same name', () => {
  for (const file of labelFileNames().filter((name) => !name.startsWith('corpus-'))) {
    const { document } = readLabels(file)
    expect(basename(document, '.txt')).toBe(basename(file, '.json'))
    expect(existsSync(`bench/reader/fixtures/${document}`)).toBe(true)
  }
})

describe.each(plans)('%s', (_, plan) => {
  const { labels } = plan
  const last = linesOf(plan.source).length

  test('every line number exists and every range is in order', () => {
    const places = [labels.clauses, labels.phases, labels.duties, labels.cadences, labels.targets, labels.members, labels.attachments].flat()
    for (const each of places) {
      expect(each.line).toBeLessThanOrEqual(last)
      if ('from' in each && each.from !== undefined) expect(each.from).toBeLessThanOrEqual(each.line)
      if ('to' in each && each.to !== undefined) {
        expect(each.to).toBeGreaterThanOrEqual(each.line)
        expect(each.to).toBeLessThanOrEqual(last)
      }
    }
  })

  test('every counter and every title stands on its line, in the order of the document', () => {
    for (const clause of labels.clauses) {
      const text = span(plan, clause.line, clause.line + 2)
      expect(span(plan, clause.line, clause.line), `line ${clause.line}`).toContain(bare(clause.printed))
      for (const title of [clause.title, ...(clause.titles ?? [])]) expect(occursIn(title, text), `title on line ${clause.line}`).toBe(true)
    }
    const order = labels.clauses.map((clause) => clause.line)
    expect(order).toEqual(order.toSorted((a, b) => a - b))
  })

  test('the words that bear a label out stand on its line', () => {
    for (const each of [...labels.phases, ...labels.duties, ...labels.cadences, ...labels.targets]) {
      if (each.words !== undefined) expect(span(plan, each.line, each.line), `line ${each.line}`).toContain(bare(each.words))
    }
  })

  test('the figures of dates and targets are printed where the label says', () => {
    for (const { line, from, date } of labels.duties) {
      if (date === null) continue
      const [year = '', month = '', day = ''] = date.split('-')
      const parts = [`${Number(month)}月`, `${Number(day)}日`, '底', '末', year, '年内', '上半年'].filter((part) => span(plan, from ?? line, line).includes(part))
      expect(parts, `${date} on line ${line}`).not.toEqual([])
    }
    for (const { line, from, value, upper, optional } of labels.targets) {
      if (optional === true) continue
      const text = span(plan, from ?? line, line).replaceAll('％', '%')
      expect(printings(value).some((each) => text.includes(each)), `${value} on line ${line}`).toBe(true)
      if (upper !== undefined) expect(text).toContain(String(upper))
    }
  })

  test('names of phases, members and attachments stand on their lines', () => {
    for (const phase of labels.phases.filter((each) => each.optional !== true)) expect(occursIn(phase.name, span(plan, phase.line, phase.line)), `line ${phase.line}`).toBe(true)
    for (const member of labels.members) {
      // A post may wrap over an empty line; what lies between its first and its last line counts.
      const text = span(plan, member.line, member.to ?? member.line)
      if (member.name !== undefined) expect(occursIn(member.name, text), `name on line ${member.line}`).toBe(true)
      if (member.post !== undefined) expect(occursIn(member.post, text), `post on line ${member.line}`).toBe(true)
    }
    for (const each of labels.attachments) expect(occursIn(each.title, span(plan, each.line, each.to ?? each.line)), `line ${each.line}`).toBe(true)
  })
})
