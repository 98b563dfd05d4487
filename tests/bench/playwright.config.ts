import base from '../../playwright.config.ts'

/** Benchmarks print figures; they pass or fail only by finishing. */
export default {
  ...base,
  testDir: '.',
  globalSetup: '../../scripts/get-chromium.ts',
  timeout: 600_000,
  outputDir: '../../test-results/bench',
}
