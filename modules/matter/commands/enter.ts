import type { z } from 'zod'
import { hasRole } from '../../../kernel/actor.ts'
import { RefusedError } from '../../../kernel/refusal.ts'
import type { Act } from '../../../server/platform/act.ts'
import { attachmentKinds, prepareAttachments } from '../../../server/platform/attachments.ts'
import { keepFile, type FileKind, type KeptFile } from '../../../server/platform/files.ts'
import type { Upload } from '../../../server/platform/uploads.ts'
import type { Scan } from '../../../server/platform/virus-scan.ts'
import { findInstitution, staffIdOf } from '../../directory/public.ts'
import type { matterContract } from '../contract.ts'
import { loadKind } from '../kinds.ts'
import { mayEnter } from '../rules/authority.ts'
import type { Body } from '../rules/matter.ts'
import { fileMatter, type Filed } from './file.ts'

export const houseKinds: readonly FileKind[] = [...new Set<FileKind>([...attachmentKinds, 'docx', 'xlsx', 'text'])]
const limits = { most: 10, fileBytes: 20 * 1024 * 1024, totalBytes: 60 * 1024 * 1024 }

/** Rule MT-46: files of the house are judged by their content, rid of where they were taken, and scanned like those of citizens; one that is refused refuses the step. */
export const prepareUploads = (scan: Scan | null) => async (uploads: readonly Upload[]): Promise<readonly Upload[]> => {
  const { files, faults } = await prepareAttachments(uploads, scan, limits, houseKinds)
  const [fault] = faults
  if (fault !== undefined) throw new RefusedError(fault.refusal.refused, fault.refusal.detail ?? fault.name)
  return files
}

/** Prepared before the transaction, kept with the step that needs them. */
export async function keepUploads(act: Act, body: Body, uploads: readonly Upload[]): Promise<KeptFile[]> {
  const kept: KeptFile[] = []
  for (const upload of uploads) kept.push(await keepFile(act, upload, { ...body, purpose: 'matter', allowed: houseKinds }))
  return kept
}

type Asked = z.output<typeof matterContract.enterMatter.body>

/** Rule MT-6: what the house enters: for somebody at the counter or on the line, from paper, or found by itself. */
export async function enterMatter(act: Act, ask: Asked, uploads: readonly Upload[]): Promise<Filed> {
  const kind = loadKind(ask.kind)
  const [body, staffId] = await Promise.all([findInstitution(act.tx, ask.institutionId ?? act.actor.institutionId ?? ''), staffIdOf(act.tx, act.actor.id)])
  if (body === undefined) throw new RefusedError('matter.institution_unknown')
  const place = { institutionId: body.id, regionCode: body.regionCode }
  const no = mayEnter(kind, place, act.actor)
  if (no !== null) throw new RefusedError(no.refused)
  const own = act.actor.institutionId === body.id
  const { author, ...rest } = ask
  return fileMatter(act, {
    ...rest, institutionId: body.id, author, accountId: null, files: await keepUploads(act, place, uploads),
    entry: {
      planId: ask.planId, clauseId: ask.clauseId, subjectStaffIds: ask.subjectStaffIds, ownerDepartmentId: ask.ownerDepartmentId, ownerStaffId: ask.ownerStaffId, measure: ask.measure, limitOn: ask.limitOn,
      // Whoever was asked first stays responsible; a commission that enters for a body is not of it.
      firstStaffId: own ? staffId : null, firstDepartmentId: own ? (act.actor.posts.find((post) => post.departmentId !== null)?.departmentId ?? null) : null,
      mayAssign: hasRole(act.actor, ...kind.officers, ...kind.heads, ...kind.superiors),
    },
  }, body)
}
