import { defineConfig } from '@playwright/test'
import { chromiumPath, chromiumSwitches } from './scripts/chromium.ts'

export default defineConfig({
  testDir: 'tests/e2e',
  globalSetup: ['./scripts/test-folder.ts', './scripts/get-chromium.ts'],
  // Three on two cores: a journey waits a third of its time, for a round of sync or the disk.
  workers: 3,
  // Each journey starts a server and a browser profile of its own: those of one file need not wait for each other.
  fullyParallel: true,
  timeout: 300_000,
  expect: { timeout: 15_000 },
  forbidOnly: true,
  retries: 0,
  reporter: [['list']],
  outputDir: 'test-results',
  use: {
    viewport: { width: 800, height: 1280 },
    locale: 'vi-VN',
    timezoneId: 'Asia/Ho_Chi_Minh',
    launchOptions: {
      executablePath: chromiumPath() ?? undefined,
      args: chromiumSwitches,
    },
  },
})
