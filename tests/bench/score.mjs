import { build } from 'vite'

/** Builds the bench as the app is built, and runs it in this process; nothing is written to disk. */
const { output } = await build({
  configFile: false,
  logLevel: 'warn',
  ssr: { noExternal: true },
  build: { ssr: 'tests/bench/score.ts', write: false, target: 'node20', minify: true },
})
await import(`data:text/javascript;base64,${Buffer.from(output[0].code).toString('base64')}`)
