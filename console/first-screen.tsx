import { MattersDue } from '../modules/matter/console/matters-due.tsx'
import { DueScreen } from '../modules/plan/console/due.tsx'

/** The first screen after signing in: what is due from me, of every kind. */
export const FirstScreen = () => <DueScreen above={<MattersDue />} />
