import { defaultSettings, type DutyItem } from '../reader/rules/draft/understanding.ts'
import type { Facts, Terms } from './rules/facts.ts'

export const someTerms = (given: Partial<Terms> = {}): Terms => ({ dueAt: '2026-03-09T16:00:00.000Z', graceDays: 30, closedAt: null, target: null, freshDays: null, turnFrom: null, ...given })

export const someFacts = (given: Partial<Facts> = {}): Facts => ({ evidence: [], override: null, source: null, ...given })

export const someDuty = (given: Partial<DutyItem> = {}): DutyItem => ({
  id: 'd-1', clauseId: 'c-1', subject: '各医疗机构', inferredSubject: false, kind: 'task', text: '完成导诊台改造', due: null, cadence: null, target: null, products: [], receiver: null, responsible: null, line: 1, settings: defaultSettings, ...given,
})
