import { createServer } from 'vite'

/** `npm run fuzz -- --seed 17 --count 1000` replays the same requests; without, 200,000 from seed 1. */
const vite = await createServer({
  configFile: false,
  logLevel: 'error',
  appType: 'custom',
  server: { middlewareMode: true, hmr: false, ws: false, watch: null },
  optimizeDeps: { noDiscovery: true },
})
const { main } = await vite.ssrLoadModule('/tests/fuzz/main.ts')
const code = await main(process.argv.slice(2))
await vite.close()
process.exit(code)
