import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { type BrowserContext, chromium, type Page } from '@playwright/test'
import { build } from 'vite'
import { chromiumPath } from '../../../scripts/chromium.ts'
import type { Change, Visit } from './content.ts'

/** What the page of each contender can do (`globalThis.bench`). Times are milliseconds, taken in the page. */
export type Client = {
  open(): Promise<void>
  /** As after weeks without a network. */
  write(visits: Visit[]): Promise<void>
  push(): Promise<number>
  change(changes: Change[]): Promise<void>
  pull(): Promise<number>
  /** Records that lie here. */
  count(): Promise<number>
}

/** A script for a page, built as for production. */
export async function buildClient(entry: string): Promise<string> {
  const built = await build({
    configFile: false,
    logLevel: 'error',
    define: { 'process.env.NODE_ENV': '"production"', __APP_VERSION__: '"bench"' },
    build: { write: false, target: 'es2022', lib: { entry: resolve(entry), formats: ['iife'], name: 'built' } },
  })
  const [first] = [built].flat()
  if (!first || !('output' in first)) throw new Error(`${entry} was not built`)
  return first.output.map((part) => ('code' in part ? part.code : '')).join('\n')
}

/** Chromium with a profile on the disk, as on a tablet. */
export async function openBrowser(): Promise<{ context: BrowserContext; close(): Promise<void> }> {
  const profile = mkdtempSync(join(tmpdir(), 'so-kiem-bench-profile-'))
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: chromiumPath() ?? undefined,
    args: ['--no-sandbox', '--disable-quic', '--disable-background-networking'],
    viewport: { width: 800, height: 1280 },
    hasTouch: true,
    locale: 'vi-VN',
    // Of the TLS in front (tls-front.ts).
    ignoreHTTPSErrors: true,
  })
  return {
    context,
    async close() {
      await context.close()
      rmSync(profile, { recursive: true, force: true })
    },
  }
}

/** A fresh device: a profile of its own, and a page at `url` in which the script runs. */
export async function openDevice(
  url: string,
  script: string,
): Promise<{
  ask: <K extends keyof Client>(name: K, ...args: Parameters<Client[K]>) => ReturnType<Client[K]>
  close(): Promise<void>
}> {
  const { context, close } = await openBrowser()
  const page: Page = context.pages()[0] ?? (await context.newPage())
  const address = `${url}/bench.html`
  await page.route(address, (route) =>
    route.fulfill({ contentType: 'text/html', body: '<!doctype html><title>bench</title>' }),
  )
  await page.goto(address)
  // While anything is routed, every request takes a turn through this process.
  await page.unroute(address)
  await page.addScriptTag({ content: script })
  const ask = (name: string, ...args: unknown[]) =>
    page.evaluate(
      ([called, given]) => {
        const { bench } = globalThis as unknown as { bench: Record<string, (...all: unknown[]) => Promise<unknown>> }
        return bench[called]?.(...given)
      },
      [name, args] as const,
    )
  await ask('open')
  return { ask: ask as never, close }
}
