import { Navigate } from '@tanstack/react-router'
import { opens } from '../../../ui/access.ts'
import { Loading } from '../../../ui/page.tsx'
import { useRead } from '../../../ui/query.ts'
import { identityContract } from '../../identity/contract.ts'
import { reviewContract } from '../contract.ts'

/** Where review begins: the rounds for whoever runs them, own prescriptions for whoever prescribes, the results for all others. */
export function ReviewHome() {
  const me = useRead(identityContract.me)
  if (me.data === undefined) return <Loading />
  const roles = me.data.roles
  return <Navigate replace to={opens(reviewContract.listCycles, roles) ? '/review/rounds' : opens(reviewContract.listFindings, roles) ? '/review/mine' : '/review/results'} />
}
