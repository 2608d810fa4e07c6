import { readCatalog } from '../../server/platform/catalog.ts'
import { formFaults, SurveyDefinition, type FormContent } from './rules/form.ts'

/** Rule SV-1: catalog/surveys, checked; a fault in any file names file and line, and nothing is used. */
export const readSurveys = (): SurveyDefinition[] =>
  readCatalog('surveys', SurveyDefinition, (definition, file) => [
    ...(file === `catalog/surveys/${definition.key}.yaml` ? [] : [{ path: ['key'], reason: `the file is not called '${definition.key}.yaml'` }]),
    ...formFaults(definition).map(({ path, en }) => ({ path, reason: en })),
  ]).map((entry) => entry.definition)

let catalogue: ReadonlyMap<string, SurveyDefinition> | undefined

/** The questionnaires of this release by key, read once. */
export const surveys = (): ReadonlyMap<string, SurveyDefinition> => (catalogue ??= new Map(readSurveys().map((each) => [each.key, each])))

/** A questionnaire of the catalogue as a house begins with it. */
export function contentOf({ key: _key, source: _source, ...content }: SurveyDefinition): FormContent {
  return content
}
