import { defineConfig } from '@playwright/test'
import { chromiumPath } from './scripts/chromium.ts'

export default defineConfig({
  testDir: 'tests/e2e',
  globalSetup: './scripts/get-chromium.ts',
  // Each journey starts a server and a browser profile of its own; one for each core.
  workers: 2,
  // The journeys of one file go one after the other: the long files beside each other.
  fullyParallel: false,
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
      args: ['--no-sandbox', '--disable-quic', '--disable-background-networking'],
    },
  },
})
