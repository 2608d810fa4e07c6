import { analyticsContract } from './contract/analytics.ts'
import { drugContract } from './contract/drugs.ts'
import { fileContract } from './contract/files.ts'
import { purchaseContract } from './contract/purchase.ts'
import { rankContract } from './contract/rank.ts'
import { ratioContract } from './contract/ratio.ts'

export { ChargeFileRow, ChargeFileView, RejectRow } from './contract/files.ts'

export const prescribingContract = { ...fileContract, ...drugContract, ...rankContract, ...ratioContract, ...purchaseContract, ...analyticsContract }
