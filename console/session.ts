import { queryOptions, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { identityContract } from '../modules/identity/contract.ts'
import { call } from '../ui/call.ts'
import { keyOf } from '../ui/query.ts'

/** Who I am, what posts I hold, what is unread; screens read the same entry by the contract. */
export const meQuery = queryOptions({
  queryKey: keyOf(identityContract.me),
  queryFn: () => call(identityContract.me),
  staleTime: 60_000,
  refetchInterval: 120_000,
})

/** Signs out, forgets everything that was read, and shows the door, also when the session had ended already. */
export function useSignOut(): () => void {
  const queries = useQueryClient()
  const navigate = useNavigate()
  return () => {
    const leave = async () => {
      await navigate({ to: '/sign-in' })
      queries.clear()
    }
    call(identityContract.signOut).then(leave, leave)
  }
}
