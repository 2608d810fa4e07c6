import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { advise, checkTriage, findSymptoms, fitting, flagsFor, symptomsFor, triageShape, type Symptom } from './triage.ts'

const guide = triageShape.parse(parse(readFileSync('catalog/triage.yaml', 'utf8')))
const symptom = (key: string): Symptom => guide.symptoms.find((each) => each.key === key) ?? guide.symptoms.slice(0, 1)[0]!

describe('TG-1 the guide as a file', () => {
  test('the one that is shipped has no fault, and no subject the official list does not have', () => {
    expect(checkTriage(guide)).toEqual([])
    const subjects = parse(readFileSync('catalog/treatment-subjects.yaml', 'utf8')).subjects as Record<string, string | { parts: string[] }>
    for (const department of Object.values(guide.departments)) {
      for (const code of department.subjects) {
        const [first = '', second] = code.split('.')
        const subject = subjects[first]
        expect(subject, code).toBeDefined()
        if (second !== undefined) expect(typeof subject === 'object' ? subject.parts.length : 0, code).toBeGreaterThanOrEqual(Number(second))
      }
    }
  })
  test.each<[string, (copy: typeof guide) => void, readonly PropertyKey[]]>([
    ['a danger sign nobody described', (copy) => { copy.always.push('nothing') }, ['always', guide.always.length]],
    ['a department nobody described', (copy) => { copy.symptoms[0]!.adult.push('nothing') }, ['symptoms', 0, 'adult', guide.symptoms[0]!.adult.length]],
    ['a complaint that leads nowhere', (copy) => { copy.symptoms[0]!.adult = []; copy.symptoms[0]!.child = [] }, ['symptoms', 0]],
    ['a complaint that stands there twice', (copy) => { copy.symptoms.push(copy.symptoms[0]!) }, ['symptoms', guide.symptoms.length]],
    ['a way round that ends in itself', (copy) => { copy.departments['general']!.else = 'heart' }, ['departments', 'general']],
  ])('%s is refused with its place', (_, change, path) => {
    const copy = structuredClone(guide)
    change(copy)
    expect(checkTriage(copy)).toContainEqual({ path, reason: expect.any(String) })
  })
})

describe('TG-2 danger first', () => {
  test.each<[string, string, 'adult' | 'child', string[], string]>([
    ['pressing chest pain', 'chest', 'adult', ['chest'], 'call'],
    ['a drooping face with a headache', 'headache', 'adult', ['stroke'], 'call'],
    ['a stiff neck', 'headache', 'adult', ['stiff_neck'], 'go'],
    ['both kinds at once', 'headache', 'adult', ['stiff_neck', 'unconscious'], 'call'],
    ['a baby with fever', 'fever', 'child', ['newborn'], 'go'],
    ['a sign that is asked of everybody', 'teeth', 'adult', ['breath'], 'call'],
    ['no sign at all', 'chest', 'adult', [], 'book'],
    ['a sign that was not asked here', 'teeth', 'adult', ['torsion', 'nothing'], 'book'],
    ["a child's sign for an adult", 'fever', 'adult', ['newborn'], 'book'],
  ])('%s', (_, key, who, said, kind) => {
    expect(advise(guide, symptom(key), who, said).kind).toBe(kind)
  })
  test('every complaint asks the signs of everybody, and those for 120 stand first', () => {
    for (const who of ['adult', 'child'] as const) {
      for (const each of symptomsFor(guide, who)) {
        const flags = flagsFor(guide, each, who)
        expect(flags).toEqual(expect.arrayContaining(guide.always))
        const levels = flags.map((flag) => guide.flags[flag]?.level)
        expect(levels.lastIndexOf('call')).toBeLessThan(levels.includes('go') ? levels.indexOf('go') : Infinity)
      }
    }
  })
  test('no booking is offered with a danger sign, and a department without', () => {
    for (const each of symptomsFor(guide, 'adult')) {
      for (const flag of flagsFor(guide, each, 'adult')) expect(advise(guide, each, 'adult', [flag])).not.toHaveProperty('departments')
      expect(advise(guide, each, 'adult', [])).toEqual({ kind: 'book', departments: each.adult })
    }
  })
})

describe('TG-3 the department in this hospital', () => {
  const there = (...names: string[]) => names.map((name) => ({ name, subjectCode: null }))
  test.each<[string, string, string[], string[], ('child')?]>([
    ['for an adult none that sees children only', 'respiratory', ['儿童呼吸科', '内科'], ['内科']],
    ['for a child that one too', 'respiratory', ['儿童呼吸科', '内科'], ['儿童呼吸科'], 'child'],
    ['by a word of its name', 'respiratory', ['呼吸与危重症医学科', '内科'], ['呼吸与危重症医学科']],
    ['by what stands in for it', 'respiratory', ['内科', '外科'], ['内科']],
    ['not by the tail of another name', 'general', ['神经内科', '外科'], []],
    ['over two steps', 'child_health', ['全科医学科', '外科'], ['全科医学科'], 'child'],
    ['both of two that fit', 'ears', ['耳鼻咽喉科', '耳鼻喉科门诊', '眼科'], ['耳鼻咽喉科', '耳鼻喉科门诊']],
    ['none where there is none', 'eyes', ['内科'], []],
  ])('%s', (_, wanted, names, found, who) => {
    expect(fitting(guide, wanted, who ?? 'adult', there(...names)).map((each) => each.name)).toEqual(found)
  })
  test('by its treatment subject', () => {
    expect(fitting(guide, 'heart', 'adult', [{ name: '第三诊区', subjectCode: '03.04' }, { name: '内科', subjectCode: '03' }]).map((each) => each.name)).toEqual(['第三诊区'])
  })
})

test.each([
  ['肚子疼', ['belly']],
  ['  发烧 ', ['fever']],
  ['我家孩子拉肚子', ['diarrhoea']],
  ['TOOTH', ['teeth']],
  ['', []],
  ['没有这个', []],
])('what people type finds the complaint: %s', (typed, keys) => {
  expect(findSymptoms(guide, typed).map((each) => each.key)).toEqual(keys)
})
