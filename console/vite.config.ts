import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

const api = process.env['ITER_API'] ?? 'http://127.0.0.1:8080'

/** Builds the console to dist/console; `vite console` serves it for development beside a running API (ITER_API). */
export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
  build: { outDir: '../dist/console', emptyOutDir: true, chunkSizeWarningLimit: 1500 },
  server: { host: '127.0.0.1', port: 5173, proxy: { '/api': api, '/auth': api } },
})
