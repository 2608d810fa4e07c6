/** The package ships no types; a test needs this much of it. */
declare module '@asymmetrik/fhir-json-schema-validator' {
  export default class JSONSchemaValidator {
    constructor()
    /** Empty where the resource fits. */
    validate(resource: object, verbose?: boolean): readonly unknown[]
  }
}
