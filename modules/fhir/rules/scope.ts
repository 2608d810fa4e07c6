import { isResourceType, resourceTypes, type ResourceType } from './resource.ts'

/** What a system may be allowed to do with a type: c create, r read, u change, s search. Nothing is ever deleted. */
export const offered: Readonly<Record<ResourceType, string>> = {
  Organization: 'rs',
  Location: 'rs',
  Practitioner: 'rs',
  PractitionerRole: 'rs',
  Schedule: 'rus',
  Slot: 'rus',
  Appointment: 'crus',
  Patient: 'rs',
}

export type Interaction = 'c' | 'r' | 'u' | 's'
/** Letters by type, in the order c r u s. */
export type Scopes = ReadonlyMap<ResourceType, string>

const inOrder = (letters: string): string => [...'crus'].filter((letter) => letters.includes(letter)).join('')
const old: Readonly<Record<string, string>> = { read: 'rs', write: 'cu', '*': 'crus' }
const shape = /^system\/([A-Za-z]+|\*)\.(read|write|\*|c?r?u?d?s?)$/

/** SMART scopes of systems, version 2 ('system/Slot.rs') and 1 ('system/Slot.read'); what is not offered falls away. */
export function readScopes(text: string): Scopes {
  const found = new Map<ResourceType, string>()
  for (const word of text.split(/\s+/)) {
    const [, named, letters] = shape.exec(word) ?? []
    if (named === undefined || letters === undefined || letters === '') continue
    for (const type of named === '*' ? resourceTypes : [named].filter(isResourceType)) {
      const asked = old[letters] ?? letters
      found.set(type, inOrder([...offered[type]].filter((letter) => asked.includes(letter) || found.get(type)?.includes(letter) === true).join('')))
    }
  }
  return new Map([...found].filter(([, letters]) => letters !== ''))
}

export const writeScopes = (scopes: Scopes): string => resourceTypes.flatMap((type) => (scopes.has(type) ? [`system/${type}.${scopes.get(type) ?? ''}`] : [])).join(' ')

/** Rule FH-2: a token opens what was asked for, as far as its client holds it; nothing asked for means all that it holds. */
export function grant(held: Scopes, asked: string | undefined): Scopes {
  if (asked === undefined || asked.trim() === '') return held
  const wanted = readScopes(asked)
  return new Map([...wanted].flatMap(([type, letters]) => {
    const both = inOrder([...letters].filter((letter) => held.get(type)?.includes(letter) === true).join(''))
    return both === '' ? [] : [[type, both] as const]
  }))
}

export const mayDo = (scopes: Scopes, type: ResourceType, interaction: Interaction): boolean => scopes.get(type)?.includes(interaction) === true
