import { templateCatalog } from '../modules/template/public.ts'
import type { BindType } from '../modules/template/rules/definition.ts'
import { factKeyOf, typeOf } from '../modules/template/rules/names.ts'

/** The names of a type that catalog/live.yaml says this journey proves: what is listed there is driven here, or the journey fails. */
export const liveNames = (type: BindType, proof: string): string[] =>
  templateCatalog().proofs.filter((each) => each.proof === proof && typeOf(each.name) === type).map((each) => factKeyOf(each.name))
