import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { CallError } from '../ui/call.ts'
import '../ui/styles.css'
import '../ui/pieces.css'
import '../ui/controls.css'
import { AppearanceProvider } from './appearance.tsx'
import { newRouter } from './routes.tsx'

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 10_000,
      // A refusal is an answer; only a lost connection is tried again.
      retry: (count, error) => count < 2 && error instanceof CallError && error.status === 0,
    },
  },
})
const router = newRouter(queries)

const root = document.getElementById('root')
if (root === null) throw new Error('the page has no #root')
createRoot(root).render(
  <StrictMode>
    <AppearanceProvider>
      <QueryClientProvider client={queries}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </AppearanceProvider>
  </StrictMode>,
)
