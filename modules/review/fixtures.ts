import { createHash, createHmac } from 'node:crypto'
import type { Hasher } from '../../kernel/hasher.ts'
import type { Item } from './rules/item.ts'
import type { Drug, Prescription } from './rules/prescription.ts'
import type { FrameLine } from './rules/sample.ts'

export const testHasher: Hasher = { sha256: (text) => createHash('sha256').update(text).digest('hex'), hmac: (key, text) => createHmac('sha256', key).update(text).digest('hex') }

export const aDrug = (more: Partial<Drug> = {}): Drug => ({
  code: 'X1', name: '苯磺酸氨氯地平片', genericName: '苯磺酸氨氯地平片', atc: 'C08CA01', form: '片剂', strength: '5mg', quantity: 1, unit: '盒', amountCents: 1200, dose: 5, doseUnit: 'mg', frequency: '一日一次', days: 7, route: '口服', ddd: 5, dddUnit: 'mg', antibiotic: null, controlled: null, essential: true, herbal: false, injection: false,
  ...more,
})
export const aPrescription = (more: Partial<Prescription> = {}): Prescription => ({ visitKind: 'outpatient', onDate: '2026-10-12', ageDays: 365 * 60, diagnoses: '高血压病', longTerm: false, reason: '', drugs: [aDrug()], ...more })

export const anItem = (more: Partial<Item> = {}): Item => ({
  institutionId: 'i', id: 'item', regionCode: '990121', cycleId: 'c', no: 1, part: 'outpatient', ref: '2026-10-12 RX1', doubleTen: false, onDate: '2026-10-12', visitKind: 'outpatient', departmentId: null, prescriberId: 'doctor', content: aPrescription(), hints: [], readerId: 'first', secondReaderId: null, twice: false, state: 'open', codes: null,
  reply: null, repliedAt: null, acceptedAt: null, decidedAt: null, revision: 1,
  ...more,
})

/** So many prescriptions and stays, by turns of so many prescribers; every fourth prescription holds a top drug. */
export const aFrame = (prescriptions: number, stays: number, prescribers = 20): FrameLine[] => [
  ...Array.from({ length: prescriptions }, (_, at): FrameLine => ({ ref: `2026-10-${String((at % 28) + 1).padStart(2, '0')} RX${at}`, kind: at % 10 === 0 ? 'emergency' : 'outpatient', prescriber: `p${at % prescribers}`, top: at % 4 === 0 })),
  ...Array.from({ length: stays }, (_, at): FrameLine => ({ ref: `2026-10-15 住院 ZY${at}`, kind: 'inpatient', prescriber: `p${at % prescribers}`, top: false })),
]
