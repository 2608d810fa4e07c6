import type { Act } from '../../server/platform/act.ts'
import { createGroup } from './commands.ts'

/** What a launched plan says of its groups, as far as this module needs it. */
type Roster = { readonly groups: readonly { readonly id: string; readonly name: string }[]; readonly members: readonly { readonly groupId: string; readonly role: string; readonly name: string; readonly post: string }[] }

/** Step of a plan's launch: the roster of the document becomes leading groups of the issuing body, in the same transaction. */
export async function foundGroups(act: Act, launched: { readonly planId: string; readonly understanding: Roster }): Promise<void> {
  for (const group of launched.understanding.groups) {
    const members = launched.understanding.members.filter((member) => member.groupId === group.id && member.name !== '')
    await createGroup(act, {
      planId: launched.planId,
      name: group.name,
      office: '',
      officeDirector: '',
      workingRules: '',
      members: members.map((member) => ({ role: member.role, name: member.name, postTitle: member.post, staffInstitutionId: null, staffId: null })),
    })
  }
}

export { groupMatters, groupServices } from './sources.ts'
