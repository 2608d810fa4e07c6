import { z } from 'zod'
import { id, isoInstant } from '../../../kernel/contract.ts'
import { BulletinContent } from '../rules/content.ts'
import { monthShape } from '../rules/month.ts'
import { bulletinKinds, bulletinStates, fieldKeys, paperStates } from '../rules/names.ts'

// The shapes that contract, routes and screens share.

const refusal = z.string().nullable()
export const month = z.string().regex(monthShape)

/** What a commission has in hand. */
export const WorkRow = z.object({ bulletinId: id, kind: z.enum(bulletinKinds), month, state: z.enum(bulletinStates), version: z.number().int(), title: z.string(), changedAt: isoInstant, changedName: z.string() })

export const PublishedRow = z.object({
  bulletinId: id, kind: z.enum(bulletinKinds), version: z.number().int(), issuerName: z.string(), month, number: z.string(), title: z.string(), publishedAt: isoInstant, correctedAt: isoInstant.nullable(),
  /** Of the reader's own institution: whether it is addressed, and when it signed for the newest version. */
  addressed: z.boolean(),
  receivedAt: isoInstant.nullable(),
  /** For the commission: how many signed for the newest version, of how many. */
  receipts: z.object({ signed: z.number().int(), asked: z.number().int() }).nullable(),
})

export const FieldView = z.object({ key: z.enum(fieldKeys), text: z.string(), drafted: z.string(), edited: z.boolean(), outdated: z.boolean() })
const figure = z.union([z.number(), z.string()]).nullable()
export const MovedView = z.object({ institutionId: id.nullable(), name: z.string().nullable(), key: z.string(), label: z.object({ zh: z.string(), en: z.string() }), was: figure, now: figure })
const Signed = z.object({ name: z.string(), at: isoInstant })

export const WorkView = z.object({
  state: z.enum(bulletinStates),
  version: z.number().int(),
  revision: z.number().int(),
  /** As it would be published now; once laid before the head as it will be. */
  content: BulletinContent,
  fields: z.array(FieldView),
  /** A correction that keeps the figures of the version before. */
  keepsFigures: z.boolean(),
  visits: z.array(z.object({ institutionId: id, name: z.string(), visits: z.number().int().nullable() })),
  /** The hash of what lies before the head: to be sent back with an approval. */
  seen: z.string().nullable(),
  /** What moved since it was laid before the head. */
  moved: z.array(MovedView),
  submitted: Signed.nullable(),
  approval: Signed.extend({ post: z.string(), sha256: z.string() }).nullable(),
  returned: Signed.extend({ remark: z.string() }).nullable(),
  blocked: z.object({ write: refusal, submit: refusal, withdraw: refusal, giveBack: refusal, approve: refusal, publish: refusal, discard: refusal }),
})

export const ReceiptView = z.object({ institutionId: id, name: z.string(), receivedAt: isoInstant.nullable(), by: z.string().nullable() })

export const PublishedView = z.object({
  version: z.number().int(),
  newest: z.number().int(),
  number: z.string(),
  content: BulletinContent,
  sha256: z.string(),
  publishedAt: isoInstant,
  publishedName: z.string(),
  versions: z.array(z.object({ version: z.number().int(), publishedAt: isoInstant, changeNote: z.string().nullable() })),
  paper: z.object({ state: z.enum(paperStates), size: z.number().int().nullable(), reason: z.string().nullable(), madeAt: isoInstant.nullable() }),
  /** Every addressed institution, for the commission; of the reader's own only for an institution. */
  receipts: z.array(ReceiptView),
  /** Rule BU-12: for the commission, what is otherwise now; null for others. */
  moved: z.array(MovedView).nullable(),
  blocked: z.object({ receive: refusal, correct: refusal }),
})

export const BulletinView = z.object({ bulletinId: id, kind: z.enum(bulletinKinds), issuerName: z.string(), month, /** Of the own bulletin; null for other readers. */ revision: z.number().int().nullable(), work: WorkView.nullable(), published: PublishedView.nullable() })
