import { defineConfig } from 'vitest/config'

export default defineConfig({
  define: { __APP_VERSION__: JSON.stringify('0.0.0-bench') },
  test: { include: ['tests/bench/*.bench.ts'], setupFiles: ['tests/support/setup.ts'], testTimeout: 300_000 },
})
