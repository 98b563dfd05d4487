import { type ChildProcess, fork } from 'node:child_process'
import { resolve } from 'node:path'

export type Ran = { took: number; times: number[] }

/** A process that only inserts (bare-inserts.mjs). */
export async function startBare(kind: 'sqlite' | 'postgres', address: string, file: string) {
  const child = fork(resolve('tests/bench/compare/bare-inserts.mjs'), {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    execArgv: [],
  })
  await new Promise((ready) => child.once('message', ready))
  await ask(child, 'open', { kind, address, file })
  return {
    pid: child.pid ?? 0,
    run: (arg: { from: number; until: number; devices: number }) => ask<Ran>(child, 'run', arg),
    async stop() {
      const gone = new Promise((done) => child.once('exit', done))
      child.kill('SIGKILL')
      await gone
    },
  }
}

function ask<T>(child: ChildProcess, name: string, arg: unknown): Promise<T> {
  return new Promise((done, fail) => {
    const ended = (code: number | null) => fail(new Error(`it ended with ${code}`))
    child.once('exit', ended)
    child.once('message', ({ value, error }: { value: T; error?: string }) => {
      child.off('exit', ended)
      if (error === undefined) done(value)
      else fail(new Error(error))
    })
    child.send({ id: 0, name, arg })
  })
}
