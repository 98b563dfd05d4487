import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { chromium } from '@playwright/test'

/** Chromium hears the last list of these alone: first those that Playwright 1.65 switches off itself. */
const featuresOff = [
  ...['AvoidUnnecessaryBeforeUnloadCheckSync', 'DestroyProfileOnBrowserClose', 'HttpsUpgrades', 'LensOverlay'],
  ...['HttpsFirstBalancedModeAutoEnable', 'MediaRouter', 'PaintHolding', 'ThirdPartyStoragePartitioning'],
  ...['AvoidCorsURLLoaderRestartOnRedirect', 'OptimizationHints', 'NetworkTimeServiceQuerying', 'AimEnabled'],
  'PreconnectToSearch',
  // What drops down from the address bar is a page of its own, loaded at every start: half of what a start costs.
  ...['WebUIOmniboxPopup', 'WebUIOmniboxAimPopup'],
]

/** For every browser of the journeys. */
export const chromiumSwitches = [
  ...['--no-sandbox', '--disable-quic', '--disable-background-networking'],
  `--disable-features=${featuresOff}`,
]

/** A Chromium on this machine: `CHROMIUM_PATH`, Playwright's own, or the system's. Null where there is none. */
export function chromiumPath(): string | null {
  const named = process.env.CHROMIUM_PATH
  if (named) return existsSync(named) ? named : null
  const own = chromium.executablePath()
  if (existsSync(own)) return own
  const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']
  const folders = [
    ...(process.env.PATH ?? '').split(':'),
    '/snap/bin',
    '/Applications/Google Chrome.app/Contents/MacOS',
    '/Applications/Chromium.app/Contents/MacOS',
  ]
  const candidates = folders.flatMap((folder) =>
    [...names, 'Google Chrome', 'Chromium'].map((name) => join(folder, name)),
  )
  return candidates.find((path) => existsSync(path)) ?? null
}
