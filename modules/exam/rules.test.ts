import { describe, expect, test } from 'vitest'
import { addDays } from '../../kernel/calendar.ts'
import { seeded, type Seeded } from '../../kernel/random.ts'
import { anExam, anyDay, aPlace, monday, placesOf } from './fixtures.ts'
import { readExams } from './catalog.ts'
import { checkPlaces } from './rules/check.ts'
import { marks, type ExamDefinition } from './rules/definition.ts'
import { whyNone, whyNotFewer, whyNotSooner } from './rules/explain.ts'
import { planExams, proposePlans } from './rules/plan.ts'
import { comparePlans, measurePlan, type Plan } from './rules/plan-exact.ts'
import type { Ask, Place } from './rules/problem.ts'
import { causesBetween, relationOf } from './rules/relations.ts'

const why = { zh: '会挡住图像', en: 'It hides the picture' }
const none: ReadonlySet<string> = new Set()

describe('relations between examinations', () => {
  const barium = anExam('barium-meal', { leaves: 'barium', breaksFast: true, fasting: { hours: 8, water: false, until: '11:00' } })
  const ct = anExam('ct-abdomen', { after: [{ mark: 'barium', days: 3, why }] })
  const blood = anExam('blood', { fasting: { hours: 8, water: true, until: '10:30' }, before: [{ exam: 'barium-meal', why }] })
  const bladder = anExam('ultrasound', { bladder: 'full' })

  test('XM-2 contrast that stays in the body keeps the other away for days, in that order only', () => {
    expect(relationOf(barium, ct, none)).toMatchObject({ minutes: Infinity, days: 3 })
    expect(relationOf(ct, barium, none)).toMatchObject({ minutes: 0, days: 0 })
    expect(relationOf(barium, ct, new Set(['contrast barium-meal ct-abdomen']))).toMatchObject({ minutes: 0, days: 0 })
  })

  test('XM-2 what must come before is never after, on whatever day', () => {
    expect(relationOf(barium, blood, none)).toMatchObject({ minutes: Infinity, days: Infinity })
    expect(causesBetween(barium, blood).map((each) => each.kind)).toEqual(['order', 'fasting'])
  })

  test.each([
    ['an empty bladder needs an hour to fill', anExam('a', { bladder: 'empty' }), bladder, 60],
    ['drinking for a full bladder keeps off what allows no water', bladder, anExam('b', { fasting: { hours: 8, water: false, until: '11:00' } }), 240],
    ['drinking does not matter where water is allowed', bladder, blood, 0],
    ['eating for one breaks the fast of another', anExam('c', { meal: 30 }), blood, 480],
    ['whoever fasted eats first', blood, anExam('d', { meal: 45 }), 45],
  ])('XM-3 %s', (_, first, second, minutes) => {
    expect(relationOf(first, second, none).minutes).toBe(minutes)
  })
})

describe('the plan', () => {
  test('XM-1 one day where one day is enough, without waiting, over first', () => {
    const exams = [anExam('a'), anExam('b'), anExam('c')]
    const plan = planExams({ exams, places: placesOf(['a', 'b', 'c'], [0, 1]), wish: anyDay })
    expect(plan).toMatchObject({ trips: 1, waiting: 20, lastOn: monday, finish: 9 * 60 + 20, proven: true })
  })

  test('XM-4 the way to another building is walked before the next begins', () => {
    const far = { site: { building: 'B', floor: 1 } }
    const places = [aPlace('a', 0, '08:00'), aPlace('b', 0, '08:25', far), aPlace('b', 0, '08:30', far)]
    expect(planExams({ exams: [anExam('a'), anExam('b')], places, wish: anyDay })?.places.map((place) => place.start)).toEqual([480, 510])
  })

  test('XM-5 nobody fasts until the afternoon', () => {
    const exam = anExam('a', { fasting: { hours: 8, water: true, until: '10:00' } })
    expect(planExams({ exams: [exam], places: [aPlace('a', 0, '10:30'), aPlace('a', 1, '09:00')], wish: anyDay })?.lastOn).toBe(addDays(monday, 1))
  })

  test('XM-6 three days lie between a barium meal and a scan when the scan cannot come first', () => {
    const exams = [anExam('barium', { leaves: 'barium' }), anExam('ct', { after: [{ mark: 'barium', days: 3, why }] })]
    const places = [aPlace('barium', 0, '08:00'), aPlace('ct', 1, '08:00'), aPlace('ct', 2, '08:00'), aPlace('ct', 4, '08:00')]
    expect(planExams({ exams, places, wish: anyDay })).toMatchObject({ trips: 2, lastOn: addDays(monday, 4) })
  })

  test('XM-7 other proposals begin on other days', () => {
    const plans = proposePlans({ exams: [anExam('a'), anExam('b')], places: placesOf(['a', 'b'], [0, 1, 2]), wish: anyDay }, 3)
    expect(plans.map((plan) => plan.lastOn)).toEqual([monday, addDays(monday, 1), addDays(monday, 2)])
  })

  test('XM-8 what is dragged is told all that it breaks', () => {
    const exams = [anExam('meal', { breaksFast: true }), anExam('blood', { fasting: { hours: 8, water: true, until: '09:00' } })]
    const breaches = checkPlaces(exams, [aPlace('meal', 0, '09:00'), aPlace('blood', 0, '09:10')], { ...anyDay, weekdays: [5] })
    expect(breaches.map((each) => each.kind).sort()).toEqual(['cause', 'fasting-hour', 'overlap', 'wish', 'wish'])
  })

  test('XM-1 more than eight are planned as well as found in time, and said to be that', () => {
    const keys = Array.from({ length: 10 }, (_, at) => `e${at}`)
    const exams = keys.map((key) => anExam(key))
    const ask = { exams, places: placesOf(keys, [0, 1, 2]), wish: anyDay }
    const plan = planExams(ask)
    expect(plan).toMatchObject({ proven: false })
    expect(new Set(plan?.places.map((place) => place.exam)).size).toBe(10)
    expect(checkPlaces(exams, plan?.places ?? [], anyDay)).toEqual([])
  })
})

describe('why no better', () => {
  const barium = anExam('barium', { leaves: 'barium', before: [] })
  const ct = anExam('ct', { after: [{ mark: 'barium', days: 3, why }] })

  test('XM-9 the constraint that alone keeps it from one day is named', () => {
    const exams = [{ ...barium, before: [{ exam: 'ct', why }] }, ct]
    const ask = { exams, places: placesOf(['barium', 'ct'], [0, 1, 2, 3, 4]), wish: anyDay }
    const plan = planExams(ask) as Plan
    expect(plan.trips).toBe(2)
    expect(whyNotFewer(ask, plan).map((each) => (each.kind === 'cause' ? each.cause.id : each.kind))).toEqual(['contrast barium ct', 'order ct barium'])
  })

  test('XM-9 days that never meet are named, and a wish that costs a day', () => {
    const exams = [anExam('a'), anExam('b')]
    const apart = { exams, places: [...placesOf(['a'], [0]), ...placesOf(['b'], [1])], wish: anyDay }
    expect(whyNotFewer(apart, planExams(apart) as Plan)).toEqual([{ kind: 'apart', first: 'a', second: 'b' }])
    const wished = { exams, places: [aPlace('a', 0, '11:00'), aPlace('b', 0, '14:00'), aPlace('b', 1, '09:00')], wish: { ...anyDay, mornings: true } }
    expect(whyNotFewer(wished, planExams(wished) as Plan)).toEqual([{ kind: 'wish', wish: 'mornings' }])
  })

  test('XM-9 what makes the waiting is named', () => {
    const exams = [anExam('a', { bladder: 'empty' }), anExam('b', { bladder: 'full' })]
    const ask = { exams, places: [aPlace('a', 0, '09:00'), aPlace('b', 0, '09:30'), aPlace('b', 0, '10:30')], wish: anyDay }
    const plan = planExams(ask) as Plan
    expect(plan.waiting).toBe(70)
    expect(whyNotSooner(ask, plan)).toMatchObject([{ kind: 'cause', cause: { kind: 'bladder' } }])
    const gap = { exams: [anExam('a'), anExam('b')], places: [aPlace('a', 0, '09:00'), aPlace('b', 0, '11:00')], wish: anyDay }
    expect(whyNotSooner(gap, planExams(gap) as Plan)).toEqual([{ kind: 'times' }])
  })

  test('XM-10 why there is none at all', () => {
    const exams = [barium, ct]
    expect(whyNone({ exams, places: placesOf(['ct'], [0]), wish: anyDay })).toEqual([{ kind: 'no-place', exam: 'barium', because: 'none-free' }])
    expect(whyNone({ exams: [ct], places: placesOf(['ct'], [0]), wish: { ...anyDay, weekdays: [7] } })).toEqual([{ kind: 'no-place', exam: 'ct', because: 'wish' }])
    const late = anExam('late', { fasting: { hours: 8, water: true, until: '07:30' } })
    expect(whyNone({ exams: [late], places: placesOf(['late'], [0]), wish: anyDay })).toEqual([{ kind: 'no-place', exam: 'late', because: 'fasting-hour' }])
    const ask = { exams: [{ ...barium, before: [{ exam: 'ct', why }] }, ct], places: placesOf(['barium', 'ct'], [0, 1]), wish: anyDay }
    expect(planExams(ask)).toBeNull()
    expect(whyNone(ask).map((each) => (each.kind === 'cause' ? each.cause.kind : each.kind))).toEqual(['contrast', 'order'])
  })
})

/** Every choice of one place each, by trying them all. */
function bruteForce(ask: Ask): Pick<Plan, 'trips' | 'waiting' | 'lastOn' | 'finish'> | null {
  let best: Pick<Plan, 'trips' | 'waiting' | 'lastOn' | 'finish'> | null = null
  const dive = (at: number, chosen: readonly Place[]): void => {
    const exam = ask.exams[at]
    if (exam === undefined) {
      const measured = measurePlan(chosen)
      if (checkPlaces(ask.exams, chosen, ask.wish).length === 0 && (best === null || comparePlans(measured, best) < 0)) best = measured
      return
    }
    for (const place of ask.places) if (place.exam === exam.key) dive(at + 1, [...chosen, place])
  }
  dive(0, [])
  return best
}

function randomAsk(random: Seeded): Ask {
  const keys = ['a', 'b', 'c', 'd'].slice(0, random.int(2, 4))
  const chance = (n: number) => random.int(1, n) === 1
  const exams: ExamDefinition[] = keys.map((key) =>
    anExam(key, {
      bladder: random.pick(['any', 'full', 'empty'] as const), breaksFast: chance(4),
      ...(chance(3) ? { fasting: { hours: 4, water: chance(2), until: '10:30' } } : {}),
      ...(chance(5) ? { meal: 30 } : {}),
      ...(chance(3) ? { leaves: random.pick(marks.slice(0, 2)) } : {}),
      after: chance(2) ? [{ mark: random.pick(marks.slice(0, 2)), ...(chance(2) ? { days: random.int(1, 2) } : { minutes: 90 }), why }] : [],
      before: chance(4) ? [{ exam: random.pick(keys), why }] : [],
    }),
  )
  const site = () => ({ building: random.pick(['A', 'B']), floor: random.int(1, 3) })
  const places = keys.flatMap((key) => {
    const [one, two] = [site(), site()]
    return Array.from({ length: random.int(1, 6) }, (_, at) => {
      const isSecond = chance(3)
      const time = `${String(random.int(8, 15)).padStart(2, '0')}:${random.pick(['00', '15', '30', '45'])}`
      return aPlace(key, random.int(0, 3), time, { slotId: `${key}${at}`, clinicId: isSecond ? `${key}2` : key, departmentId: isSecond ? `${key}2` : key, site: isSecond ? two : one })
    })
  })
  return { exams, places, wish: { ...anyDay, mornings: chance(6), weekdays: chance(6) ? [1, 2, 3] : [] } }
}

test('XM-11 the catalogue holds, and every number of a habit is marked as one', () => {
  const read = readExams()
  expect(read.length).toBeGreaterThanOrEqual(25)
  for (const exam of read) {
    expect([exam.key, exam.fasting === undefined || exam.defaults.includes('fasting')]).toEqual([exam.key, true])
    expect([exam.key, exam.after.length === 0 || exam.defaults.includes('after')]).toEqual([exam.key, true])
    // No order contradicts another: each pair can be done in some order.
    for (const other of read) expect([exam.key, other.key, Math.min(relationOf(exam, other, none).days, relationOf(other, exam, none).days) < Infinity]).toEqual([exam.key, other.key, true])
  }
})

test('XM-6 no plan is better than the one found: compared with every choice there is, in 600 cases', () => {
  let planned = 0
  for (let seed = 0; seed < 600; seed += 1) {
    const ask = randomAsk(seeded(`plan ${seed}`))
    const plan = planExams(ask)
    const best = bruteForce(ask)
    if (best !== null) planned += 1
    const found = plan === null ? null : { trips: plan.trips, waiting: plan.waiting, lastOn: plan.lastOn, finish: plan.finish }
    expect([seed, found]).toEqual([seed, best])
    if (plan !== null) expect(checkPlaces(ask.exams, plan.places, ask.wish)).toEqual([])
  }
  expect(planned).toBeGreaterThan(300)
})
