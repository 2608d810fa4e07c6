import type { FactHolder } from '../../server/platform/facts.ts'
import { apartKind, askedKind, askedOf, factKinds, factOf, factPrefix, scoreKind } from './rules/fact.ts'
import { listScores } from './store/results.ts'
import { listTokens } from './store/tokens.ts'

/** Rules SV-11 and SV-16: where the facts of surveys are kept: what boxes came to, and that somebody was asked. */
export const surveyFacts: FactHolder = {
  prefix: factPrefix,
  kinds: () => factKinds,
  async read(read, ask, { after, limit }) {
    if (ask.kind === scoreKind.kind || ask.kind === apartKind.kind) return (await listScores(read, { ...ask, apart: ask.kind === apartKind.kind }, after, limit)).map(factOf)
    return ask.kind === askedKind.kind ? (await listTokens(read, ask, after, limit)).map(askedOf) : []
  },
}
