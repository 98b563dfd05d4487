import { spawnSync } from 'node:child_process'
import { chromiumPath } from './chromium.ts'

/** In order: Playwright's own browser, then the system's package manager. */
const attempts: [command: string, args: string[]][] = [
  ['npx', ['--no-install', 'playwright', 'install', 'chromium']],
  ['apt-get', ['update']],
  ['apt-get', ['install', '-y', '--no-install-recommends', 'chromium', 'fonts-noto-core']],
  ['dnf', ['install', '-y', 'chromium']],
  ['apk', ['add', 'chromium', 'font-noto']],
]

const FIVE_MINUTES = 300_000

/** Makes sure, before the first browser test, that there is a Chromium to run it in. */
export default function getChromium(): void {
  for (const [command, args] of attempts) {
    if (chromiumPath()) break
    console.log(`Chưa có Chromium. Đang thử: ${command} ${args.join(' ')}`)
    spawnSync(command, args, {
      stdio: 'inherit',
      timeout: FIVE_MINUTES,
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    })
  }
  const found = chromiumPath()
  if (!found) {
    throw new Error(
      'Cần Chromium để chạy các bài thử trong trình duyệt: cài gói “chromium” của hệ thống, hoặc đặt CHROMIUM_PATH trỏ tới Chrome/Chromium đã có.',
    )
  }
  console.log(`Chromium: ${found}`)
}
