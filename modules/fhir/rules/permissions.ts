import { readScopes, writeScopes } from './scope.ts'

/** What a clerk can allow, in the words of the desk; each stands for scopes. */
export const permissions = ['directory', 'free', 'book', 'bookings', 'patients', 'schedules'] as const
export type Permission = (typeof permissions)[number]

const scopesOf: Readonly<Record<Permission, string>> = {
  directory: 'system/Organization.rs system/Location.rs system/Practitioner.rs system/PractitionerRole.rs',
  free: 'system/Schedule.rs system/Slot.rs',
  bookings: 'system/Appointment.rs',
  book: 'system/Appointment.cu',
  patients: 'system/Patient.rs',
  schedules: 'system/Schedule.u system/Slot.u',
}

/** Rule FH-3: the permissions as scopes, together by type. */
export const scopesFor = (chosen: readonly Permission[]): string => writeScopes(readScopes(chosen.map((each) => scopesOf[each]).join(' ')))

export function permissionsIn(scopes: string): Permission[] {
  const held = readScopes(scopes)
  return permissions.filter((each) => [...readScopes(scopesOf[each])].every(([type, letters]) => [...letters].every((letter) => held.get(type)?.includes(letter) === true)))
}
