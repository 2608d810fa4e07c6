import { sql, type ReadTx, type Tx } from '../../../server/platform/database.ts'
import type { Relation } from '../rules/visitors.ts'

export type Visitor = { readonly accountId: string; readonly id: string; readonly sealed: Buffer; readonly personIndex: string; readonly bornOn: string | null; readonly relation: Relation; readonly consentAt: string }

const columns = ['account_id as accountId', 'id', 'sealed', 'person_index as personIndex', 'born_on as bornOn', sql<Relation>`relation`.as('relation'), 'consent_at as consentAt'] as const

/** Whom this account books for, the own person first. */
export const visitorsOf = (read: ReadTx, accountId: string): Promise<Visitor[]> =>
  read.selectFrom('visitor').select(columns).where('account_id', '=', accountId).where('removed_at', 'is', null).orderBy(sql`relation <> 'self'`).orderBy('created_at').execute()

export const findVisitor = (read: ReadTx, accountId: string, id: string): Promise<Visitor | undefined> =>
  read.selectFrom('visitor').select(columns).where('account_id', '=', accountId).where('id', '=', id).where('removed_at', 'is', null).executeTakeFirst()

/** One account adds people one after another, so that the most an account may have holds. */
export const holdAccount = (tx: Tx, accountId: string) => sql`select pg_advisory_xact_lock(hashtextextended(${`visitor ${accountId}`}, 0))`.execute(tx)

export const insertVisitor = (tx: Tx, visitor: Visitor) =>
  tx.insertInto('visitor').values({ account_id: visitor.accountId, id: visitor.id, sealed: visitor.sealed, person_index: visitor.personIndex, born_on: visitor.bornOn, relation: visitor.relation, consent_at: visitor.consentAt, created_at: visitor.consentAt }).execute()

export const saveVisitor = (tx: Tx, visitor: Visitor) =>
  tx.updateTable('visitor').set({ sealed: visitor.sealed, born_on: visitor.bornOn, relation: visitor.relation, consent_at: visitor.consentAt }).where('account_id', '=', visitor.accountId).where('id', '=', visitor.id).execute()

export const saveRemoved = (tx: Tx, accountId: string, id: string, at: string) => tx.updateTable('visitor').set({ removed_at: at }).where('account_id', '=', accountId).where('id', '=', id).execute()
