import type { z } from 'zod'
import type { ReceiptMatter } from '../contract.ts'

/** A matter as its author sees it. */
export type Followed = z.output<typeof ReceiptMatter>
