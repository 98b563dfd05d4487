/**
 * A process that is told over IPC what to do and answers when it is done: `{ id, name, arg }` comes,
 * `{ id, value }` or `{ id, error }` goes back.
 *
 * @param {Record<string, (arg: any) => unknown>} commands
 */
export function answerCommands(commands) {
  process.on('message', async ({ id, name, arg }) => {
    try {
      const value = await commands[name](arg)
      process.send?.({ id, value: value ?? null })
    } catch (error) {
      process.send?.({ id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) })
    }
  })
  process.send?.({ ready: true })
}
