import { spawn } from 'node:child_process'

/** `node scripts/beside.mjs <command> <command> …`: all at once. What each says comes whole when it ends, and one that fails makes it fail. */
function run(command) {
  return new Promise((done) => {
    const child = spawn(command, { shell: true, stdio: ['ignore', 'pipe', 'pipe'] })
    let said = ''
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text) => {
        said += text
      })
    child.on('close', (code) => {
      console.log(`${command}: ${code === 0 ? 'passed' : 'FAILED'}\n${said}`)
      done(code === 0)
    })
  })
}

const passed = await Promise.all(process.argv.slice(2).map(run))
process.exitCode = passed.every(Boolean) ? 0 : 1
