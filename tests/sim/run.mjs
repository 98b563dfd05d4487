import { createServer } from 'vite'

/** `npm run sim -- --seed 17` replays one seed with its trace; `-- --seeds 20000 [--from 1]` runs many. */
const vite = await createServer({
  configFile: false,
  logLevel: 'error',
  appType: 'custom',
  server: { middlewareMode: true, hmr: false, ws: false, watch: null },
  optimizeDeps: { noDiscovery: true },
})
const { main } = await vite.ssrLoadModule('/tests/sim/main.ts')
process.exitCode = await main(process.argv.slice(2))
await vite.close()
process.exit()
