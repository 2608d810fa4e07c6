import { anonymous } from '../../../kernel/actor.ts'
import { actWith, type Act } from '../../../server/platform/act.ts'
import { loadKind } from '../kinds.ts'

/**
 * Rule PO-10: whoever uses the public pages is a citizen or nobody, also a member of staff whose browser is signed in to
 * the console; with a secret kind nobody at all, files included.
 */
export function asSender(act: Act, kind: string): Act {
  const isNamed = act.actor.kind === 'citizen' && loadKind(kind).confidentiality !== 'secret'
  return actWith(act.platform, isNamed ? act.actor : anonymous, act.tx, act.calendar)
}
