import react from '@vitejs/plugin-react'
import { defineConfig } from 'vitest/config'
import writeToMemory from './scripts/test-folder.ts'

writeToMemory()

// An awkward zone: UTC+12:45, with summer time. A date that depends on the machine's zone fails here.
process.env.TZ = 'Pacific/Chatham'

export default defineConfig({
  plugins: [react()],
  // Fonts are imported by their address; `node_modules` may be a link to another folder.
  server: { fs: { strict: false } },
  define: { __APP_VERSION__: JSON.stringify('0.0.0-test') },
  test: {
    include: ['tests/**/*.test.{ts,tsx}'],
    exclude: ['tests/e2e/**', 'tests/bench/**'],
    setupFiles: ['tests/support/setup.ts'],
    testTimeout: 20_000,
    // One for each core, where vitest would leave one of two to itself.
    maxWorkers: 2,
    restoreMocks: true,
  },
})
