import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync, constants } from 'node:zlib'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'
import { VitePWA } from 'vite-plugin-pwa'
import { paperFonts } from './scripts/paper-fonts.ts'
import { checklists } from './src/criteria/all.ts'
import { checklistSchema } from './src/domain/checklist.ts'

const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string }

/** A checklist that does not fit the schema stops the build, with the path of what is wrong. */
function checkCriteria(): Plugin {
  return {
    name: 'check-criteria',
    buildStart() {
      for (const checklist of checklists) {
        const parsed = checklistSchema.safeParse(checklist)
        if (parsed.success) continue
        const [first] = parsed.error.issues
        this.error(`checklist ${checklist.id}: ${first?.path.join('.')}: ${first?.message}`)
      }
    },
  }
}

/** Writes `file.br` beside every text asset, so that the server never compresses while people wait. */
function precompress(folder: string): Plugin {
  return {
    name: 'precompress',
    apply: 'build',
    // After vite-plugin-pwa has written the worker.
    enforce: 'post',
    closeBundle: {
      order: 'post',
      sequential: true,
      handler() {
        if (!existsSync(folder)) return
        for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
          if (!entry.isFile() || !/\.(js|css|html|svg|json|webmanifest|ttf)$/.test(entry.name)) continue
          const file = join(entry.parentPath, entry.name)
          const raw = readFileSync(file)
          writeFileSync(`${file}.br`, brotliCompressSync(raw, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }))
        }
      },
    },
  }
}

/** `npm run dev`: the API answers on the page's own port, reloaded with the server's code. */
function serveApi(): Plugin {
  return {
    name: 'serve-api',
    apply: 'serve',
    async configureServer(vite) {
      const { getRequestListener } = await import('@hono/node-server')
      const listener = getRequestListener(async (request) => {
        const { devFetch } = (await vite.ssrLoadModule('/src/server/dev.ts')) as typeof import('./src/server/dev.ts')
        return devFetch(request)
      })
      vite.middlewares.use((request, response, next) => {
        if (/^\/(api|sync|xac-minh)\//.test(request.url ?? '')) void listener(request, response)
        else next()
      })
    },
  }
}

const pwa = VitePWA({
  strategies: 'injectManifest',
  srcDir: 'src',
  filename: 'sw.ts',
  // The page registers the worker itself, so that it can say what is going on.
  injectRegister: false,
  registerType: 'prompt',
  injectManifest: { globPatterns: ['**/*.{js,css,html,svg,png,woff2,ttf}'] },
  manifest: {
    id: '/',
    name: 'Sổ Kiểm',
    short_name: 'Sổ Kiểm',
    description: 'Chấm điểm, tự đánh giá và giám sát cơ sở y tế, dùng được khi không có mạng.',
    lang: 'vi',
    start_url: '/',
    scope: '/',
    display: 'standalone',
    background_color: '#FBFCFA',
    theme_color: '#0B6B4B',
    icons: [
      { src: '/icons/icon-192.png', sizes: '192x192', type: 'image/png' },
      { src: '/icons/icon-512.png', sizes: '512x512', type: 'image/png' },
      { src: '/icons/maskable-512.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
    ],
  },
})

/**
 * The way to a visit's questions in three files, each with everything it imports that is not in one before it: cut into
 * a hundred, each costs a request with its headers and compresses worse, and one more shared module could move the cuts.
 */
const files = [
  { name: 'first', tags: ['$initial' as const] },
  { name: 'inside', test: /src\/(app\.tsx|device\/sync\/open-device\.ts)$/ },
  { name: 'form', test: /src\/screens\/fill\/fill\.tsx$/ },
  // With the schema of checklists: it is there wherever one has come.
  { name: 'road', test: /src\/(device\/sync\/road|domain\/checklist)\.ts$/ },
]

export default defineConfig(({ isSsrBuild }) => ({
  define: { __APP_VERSION__: JSON.stringify(version) },
  // Its own entry leads to the build for old browsers, in one piece: this one is an eighth smaller.
  resolve: isSsrBuild ? {} : { alias: [{ find: /^dexie$/, replacement: 'dexie/dist/modern/dexie.mjs' }] },
  plugins: isSsrBuild ? [] : [checkCriteria(), paperFonts(), react(), pwa, precompress('dist/client'), serveApi()],
  // The server in one piece: `dist` and the one package with machine code are all that it needs where it runs.
  ssr: isSsrBuild ? { noExternal: true, external: ['@photostructure/sqlite'] } : {},
  // In a folder of their own: the server gives each worker a whole policy (src/server/routes/pages.ts).
  worker: { rolldownOptions: { output: { entryFileNames: 'assets/workers/[name]-[hash].js' } } },
  build: isSsrBuild
    ? { outDir: 'dist/server', copyPublicDir: false, target: 'node20' }
    : {
        outDir: 'dist/client',
        target: 'es2022',
        modulePreload: { polyfill: false },
        rolldownOptions: { output: { codeSplitting: { groups: files } } },
        chunkSizeWarningLimit: 600,
      },
  server: { port: 5173, host: '127.0.0.1' },
}))
