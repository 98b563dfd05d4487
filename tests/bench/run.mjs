import { createServer } from 'vite'

/** `node tests/bench/run.mjs sync`: runs a bench written in TypeScript, with the app's own code, in this process. */
const vite = await createServer({
  configFile: false,
  logLevel: 'error',
  appType: 'custom',
  define: { __APP_VERSION__: JSON.stringify('bench') },
  server: { middlewareMode: true, hmr: false, ws: false, watch: null },
  optimizeDeps: { noDiscovery: true },
})
const { main } = await vite.ssrLoadModule(`/tests/bench/${process.argv[2]}.ts`)
await main(process.argv.slice(3))
await vite.close()
// Sockets of the tablets under test may still be open.
process.exit()
