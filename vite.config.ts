import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

/** The console: one page, lazy chunks per screen; the server fills in the nonce per request. */
export default defineConfig({
  root: 'console',
  base: '/console/',
  plugins: [react()],
  build: { outDir: '../dist/console', emptyOutDir: true, chunkSizeWarningLimit: 1500, target: 'es2022' },
  server: { port: 5173, proxy: { '/api': { target: 'http://localhost:8080', changeOrigin: false } } },
})
