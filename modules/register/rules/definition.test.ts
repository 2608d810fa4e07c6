import { describe, expect, test } from 'vitest'
import { readDefinition } from '../../../server/platform/catalog.ts'
import { aRegister } from '../fixtures.ts'
import { checkDefinition, linkFaults } from './check-definition.ts'
import { RegisterDefinition } from './definition.ts'

type Given = Parameters<typeof aRegister>[0]
type Field = NonNullable<NonNullable<Given>['fields']>[number]
const label = { zh: '某项', en: 'X' }
const plain: Field = { key: 'topic', label, type: 'text' }
/** A register with one text and the fields given. */
const withFields = (fields: Field[], more: Given = {}) => aRegister({ fields: [plain, ...fields], checks: [], totals: [], ...more })
const reasons = (definition: RegisterDefinition) => checkDefinition(definition).map((fault) => `${fault.path.join('.')} ${fault.reason}`)

test('RG-1 the example of the tests has no fault', () => {
  expect(checkDefinition(aRegister())).toEqual([])
})

describe('RG-1 what a schema cannot see', () => {
  const options = [{ value: 'a', zh: '甲', en: 'A' }, { value: 'b', zh: '乙', en: 'B' }]
  test.each<[string, RegisterDefinition, string]>([
    ['a key twice', withFields([plain]), "fields.1.key field 'topic': the key is used twice"],
    ['a choice without options', withFields([{ key: 'x', label, type: 'choice' }]), "needs options"],
    ['options on a text', withFields([{ key: 'x', label, type: 'text', options }]), 'takes no options'],
    ['an option twice', withFields([{ key: 'x', label, type: 'choice', options: [options[0], options[0]] as never }]), "the option 'a' stands twice"],
    ['min over max', withFields([{ key: 'x', label, type: 'number', min: 5, max: 1 }]), 'min is greater than max'],
    ['min of a date', withFields([{ key: 'x', label, type: 'date', min: 5 }]), "'date' takes no min"],
    ['decimals of a text', withFields([{ key: 'x', label, type: 'text', decimals: 2 }]), 'has no decimals'],
    ['a filter over text', withFields([{ key: 'x', label, type: 'text', filter: true }]), 'a filter is one of'],
    ['a listed picture', withFields([{ key: 'x', label, type: 'picture', list: true }]), 'not shown in a list'],
    ['a listed personal field', withFields([{ key: 'x', label, type: 'text', list: true, personal: true }]), 'neither listed nor a filter'],
    ['a personal picture', withFields([{ key: 'x', label, type: 'picture', personal: true }]), 'cannot be personal'],
    ['a pattern that is none', withFields([{ key: 'x', label, type: 'text', pattern: { regex: '(', says: label } }]), 'fields.1.pattern'],
    ['a pattern on a number', withFields([{ key: 'x', label, type: 'number', pattern: { regex: '1', says: label } }]), 'takes no pattern'],
    ['when reads a later field', withFields([{ key: 'x', label, type: 'text', when: 'y == 1' }, { key: 'y', label, type: 'number' }]), "fields.1.when field 'x': when: 'y' is not a field here"],
    ['when is no question', withFields([{ key: 'n', label, type: 'number' }, { key: 'x', label, type: 'text', when: 'n + 1' }]), 'must be true or false, this is number'],
    ['when reads what is sealed', withFields([{ key: 'p', label, type: 'text', personal: true }, { key: 'x', label, type: 'text', when: "p == 'a'" }]), "reads the personal field 'p'"],
    ['a check with a wrong type', withFields([], { checks: [{ expr: 'topic > 3', says: label }] }), 'checks.0.expr check 1'],
    ['a title that is none', withFields([], { title: 'nothing' }), "title names 'nothing': there is no such field"],
    ['a sum of texts', withFields([], { totals: ['topic'] }), 'only numbers'],
    ['a public personal field', withFields([{ key: 'p', label, type: 'text', personal: true }], { open: { title: label, lead: label, fields: ['p'] } }), 'never public'],
    ['seven listed fields', withFields(Array.from({ length: 7 }, (_, at): Field => ({ key: `f${at}`, label, type: 'text', list: true }))), 'at most six fields'],
    ['a nurse who confirms', withFields([], { confirm: ['nurse'] }), "confirm: 'nurse' answers for nobody"],
    ['departments of an institution', withFields([], { scope: 'institution' }), 'departments: only the scopes'],
    ['expecting without a period', withFields([], { period: 'none', remind: [] }), 'without a period'],
    ['reminding of nothing', withFields([], { expect: 0 }), 'nobody is reminded'],
    ['pictures without files', withFields([], { evidence: { files: 'none', pictures: true } }), 'pictures are files'],
    ['a link of a text', withFields([{ key: 'x', label, type: 'text', to: 'register.talks' }]), 'only a link'],
    ['eleven files', withFields([{ key: 'x', label, type: 'file', max: 11 }]), 'at most ten files'],
  ])('%s', (_, definition, wanted) => {
    expect(reasons(definition).join('\n')).toContain(wanted)
  })
})

test('RG-1 a link points to a register there is', () => {
  const definition = withFields([{ key: 'x', label, type: 'link', to: 'register.talks' }])
  expect(linkFaults(definition, new Set(['talks']))).toEqual([])
  expect(linkFaults(definition, new Set(['walks']))).toEqual([{ path: ['fields', 1, 'to'], reason: "field 'x': there is no register 'talks'" }])
  expect(RegisterDefinition.safeParse({ ...definition, fields: [{ ...definition.fields[1], to: 'plan.obligation' }] }).success).toBe(false)
})

test('RG-1 a fault is said with the line it stands on', () => {
  const text = ['key: talks', "name: { zh: 讲座, en: Talks }", "why: { zh: 一, en: a }", "does: { zh: 一, en: a }", 'group: education', 'scope: institution', 'period: week', 'enter: [nurse]', 'correct: [nurse]', "day: { label: { zh: 日期, en: On } }", 'fields:', "  - { key: topic, label: { zh: 主题, en: Topic }, type: text }", '  - key: which', "    label: { zh: 说明, en: Which }", '    type: text', "    when: 'topik == 1'", 'title: topic', "source: { zh: 测试, certainty: house }"].join('\n')
  const read = readDefinition('catalog/registers/talks.yaml', text, RegisterDefinition)
  if ('faults' in read) throw new Error(JSON.stringify(read.faults))
  expect(checkDefinition(read.definition).map((fault) => ({ line: read.lineOf(fault.path), reason: fault.reason }))).toEqual([{ line: 16, reason: expect.stringContaining("'topik' is not a field here") }])
})
