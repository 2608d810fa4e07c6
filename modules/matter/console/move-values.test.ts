import { expect, test } from 'vitest'
import { MoveAsk } from '../contract.ts'
import { inputs } from '../rules/definition.ts'
import { askOf, inOrder } from './move-values.ts'

const file = (name: string) => new File(['x'], name)

test('files are sent in the order of their roles', () => {
  const { body, files } = askOf({ after: [file('after.jpg')], files: [file('minutes.pdf')], before: [file('before.jpg')] }, 4)
  expect(files.map((each) => each.name)).toEqual(['minutes.pdf', 'before.jpg', 'after.jpg'])
  expect(body.fileRoles).toEqual(['house', 'before', 'after'])
  expect(body.revision).toBe(4)
})

test('an empty dialog is a valid ask that gives nothing', () => {
  const { body } = askOf({ reason: '', date: '' }, 1)
  expect(MoveAsk.parse(body)).toMatchObject({ reason: null, date: null, departmentIds: [], text: '', satisfied: null })
})

test('a "no" is an answer, not a missing one', () => {
  expect(askOf({ solved: false, satisfied: false, harm: false }, 1).body).toMatchObject({ solved: false, satisfied: false, harm: false })
})

test('every input has its place in the dialog', () => {
  expect(inOrder(inputs).toSorted()).toEqual([...inputs].toSorted())
  expect(inOrder(['files', 'text', 'reason'])).toEqual(['reason', 'text', 'files'])
})
