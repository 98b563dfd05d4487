import { createServer, runnerImport } from 'vite'

/**
 * `npm run sim -- --seed 17` replays one seed with its trace; `-- --seeds 20000`
 * runs many, from 1 or `--from`; `--first` stops at the first that fails.
 */
const { MUTANT } = process.env
const quiet = { configFile: false, logLevel: 'error' }
const plugins = MUTANT ? [(await runnerImport('./tests/mutants/plugin.ts', quiet)).module.mutate(MUTANT)] : []
const vite = await createServer({
  ...quiet,
  plugins,
  appType: 'custom',
  server: { middlewareMode: true, hmr: false, ws: false, watch: null },
  optimizeDeps: { noDiscovery: true },
})
const { main } = await vite.ssrLoadModule('/tests/sim/main.ts')
const code = await main(process.argv.slice(2))
await vite.close()
// Timeouts of requests that were answered long ago would keep the process for half a minute.
process.exit(code)
