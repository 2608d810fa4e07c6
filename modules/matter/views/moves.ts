import type { z } from 'zod'
import { holdersOf } from '../../directory/public.ts'
import type { MoveView } from '../contract.ts'
import type { Mover } from '../rules/authority.ts'
import { mayMove, type Setting } from '../rules/decide.ts'
import type { Kind } from '../rules/kind.ts'
import type { Matter } from '../rules/matter.ts'
import { openTo } from '../rules/subjects.ts'
import { everyDepartment, membersOf, type Named } from '../store/people.ts'
import type { Asker } from './rows.ts'

type Shown = z.output<typeof MoveView>
const rank = { main: 0, plain: 1, danger: 2, quiet: 3 } as const

/** Rule MT-1: the buttons of a matter: every step that leaves from where it stands and that a person of the house may make, with why not. */
export async function viewMoves(asker: Asker, kind: Kind, matter: Matter, mover: Mover, setting: Setting): Promise<Shown[]> {
  const leaving = kind.moves.filter((move) => move.from.includes(matter.state) && move.by.some((word) => word !== 'author' && word !== 'system'))
  const judged = leaving.map((move) => ({ move, no: mayMove(kind, matter, move, mover, setting) }))
  const asks = (input: Shown['requires'][number]) => judged.some(({ move, no }) => no === null && (move.requires.includes(input) || move.offers.includes(input)))
  const holder = matter.holderDepartmentId ?? matter.offeredDepartmentId
  const [departments, staff] = await Promise.all([asks('department') || asks('departments') ? everyDepartment(asker.read, matter.institutionId, asker.today) : [], asks('staff') ? peopleFor(asker, kind, matter, holder) : []])
  return judged.map(({ move, no }): Shown => {
    const takes = (input: Shown['requires'][number]) => move.requires.includes(input) || move.offers.includes(input)
    const among = (list: readonly Named[], wanted: boolean) => (wanted && no === null ? [...list] : [])
    return {
      key: move.key, name: move.name, effect: move.effect, weight: move.weight, blocked: no?.refused ?? null, mine: no?.refused !== 'matter.not_yours_to_move', requires: move.requires, offers: move.offers,
      reasons: move.reasons === undefined ? [] : (kind.reasons[move.reasons] ?? []), verdicts: takes('verdict') ? kind.verdicts : [], departments: among(departments.filter((each) => openTo(setting.shut, each.id)), takes('department') || takes('departments')), staff: among(staff.filter((each) => !matter.subjectStaffIds.includes(each.id)), takes('staff')),
      public: move.public ?? null, toState: move.to === 'same' || move.to === 'back' ? null : move.to,
    }
  }).sort((a, b) => rank[a.weight] - rank[b.weight])
}

/** Among whom somebody is named: the holding department's people, or whoever runs this kind where no department has it. */
async function peopleFor(asker: Asker, kind: Kind, matter: Matter, holder: string | null): Promise<Named[]> {
  if (holder !== null) return membersOf(asker.read, matter.institutionId, holder, asker.today)
  const holders = (await Promise.all(kind.officers.map((role) => holdersOf(asker.read, matter.institutionId, { role }, asker.today)))).flat()
  return [...new Map(holders.map((each) => [each.staffId, { id: each.staffId, name: each.name }])).values()]
}
