import { defineConfig, mergeConfig } from 'vitest/config'
import config from '../../vitest.config.ts'

/** The server's own tests on PostgreSQL; `run.mjs` says which of them and where it is. */
export default mergeConfig(
  config,
  defineConfig({ root: process.cwd(), test: { testTimeout: 60_000, hookTimeout: 60_000 } }),
)
