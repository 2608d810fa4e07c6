import type { z } from 'zod'
import { hasRole } from '../../kernel/actor.ts'
import { refusalOf } from '../../kernel/refusal.ts'
import type { Look } from '../../server/platform/act.ts'
import { institutionNames } from '../directory/public.ts'
import type { LeagueObjectionView } from './contract.ts'
import type { LeagueContent } from './rules/league.ts'
import { mayDecideAnswer, mayDraftAnswer } from './rules/objections.ts'
import { listObjections } from './store/objections.ts'

type Published = { readonly institutionId: string; readonly leagueId: string; readonly content: LeagueContent }

/** Rule AP-20: for the commission that published, all objections; for a unit's head and clerk, its own, with the answer once it is decided. */
export async function viewObjections({ read, actor }: Pick<Look, 'read' | 'actor'>, league: Published): Promise<z.input<typeof LeagueObjectionView>[]> {
  if (league.content.of !== 'institutions' || actor.institutionId === null) return []
  const isOffice = actor.institutionId === league.institutionId && hasRole(actor, 'commission_head', 'commission_clerk', 'auditor')
  if (!isOffice && !hasRole(actor, 'institution_head', 'institution_clerk')) return []
  const units = isOffice ? league.content.groups.flatMap((group) => group.rows.map((row) => row.id)) : [actor.institutionId]
  const rows = await listObjections(read, { leagueId: league.leagueId, institutionIds: units })
  const names = await institutionNames(read, [...new Set(rows.map((row) => row.institutionId))])
  return rows.map((row) => {
    const seen = { institutionId: row.institutionId, regionCode: row.regionCode, commissionId: row.commissionId, isDrafted: row.draftedAt !== null, isDecided: row.decidedAt !== null }
    const isTold = isOffice || row.decidedAt !== null
    return {
      institutionId: row.institutionId, objectionId: row.objectionId, institutionName: names.get(row.institutionId) ?? '', revision: row.revision, reason: row.reason, evidence: row.evidence, filed: { name: row.filedName, at: row.filedAt },
      answer: !isTold || row.draftedAt === null ? null : { name: row.draftedName ?? '', at: row.draftedAt, upheld: row.upheld === true, said: row.answer ?? '', correction: row.correction },
      decided: row.decidedAt === null ? null : { name: row.decidedName ?? '', at: row.decidedAt }, blocked: { draft: refusalOf(mayDraftAnswer(actor, seen)), decide: refusalOf(mayDecideAnswer(actor, seen)) },
    }
  })
}
