import type { Matter } from '../rules/matter.ts'
import { listOf, matterColumns, matterOf, type MatterRow } from './matters.ts'

/**
 * What a row of a list neither shows nor is judged by when its next steps are: the letter itself, what was answered and said.
 * A third of the columns and most of the bytes; a test compares the next steps with those of the matter opened by itself.
 */
const leftOut = {
  body: '', answer: null, chaseText: '', joinedReason: null, responsible: [], kindVersion: 0, enteredBy: '', enteredName: '', firstResponseAt: null, acceptedInTime: null, answeredInTime: null,
  linked: [], parentInstitutionId: null, parentId: null, mergedInto: null, ladderStep: 0, nextStepAt: null, originNumber: null, changedAt: '', files: 0,
} satisfies Partial<MatterRow>
const names: ReadonlySet<string> = new Set(Object.keys(leftOut))

export const listedColumns = `${listOf(matterColumns.filter((column) => !names.has(column.replace(/^.* as |^m\./, ''))))}, m.answer is not null as "hasAnswer"`
export type ListedRow = Omit<MatterRow, keyof typeof leftOut> & { readonly hasAnswer: boolean }

export const listedOf = ({ hasAnswer, ...row }: ListedRow): Matter => matterOf({ ...leftOut, ...row, answer: hasAnswer ? '' : null })
