import base from '../../playwright.config.ts'

/** Benchmarks print figures; they pass or fail only by finishing. */
export default {
  ...base,
  testDir: '.',
  globalSetup: '../../scripts/get-chromium.ts',
  // Nothing beside what is measured.
  workers: 1,
  timeout: 600_000,
  outputDir: '../../test-results/bench',
}
