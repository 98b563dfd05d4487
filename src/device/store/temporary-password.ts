import { commit, readMeta, type Store } from './store.ts'

/** Whether the person still signs in with a password that somebody else has seen, as far as this tablet knows. */
export async function hasTemporaryPassword(store: Store): Promise<boolean> {
  return (await readMeta<boolean>(store, 'mustChange')) === true
}

/** Notes what the server has just said of the password. @throws Problem as `commit` */
export async function noteTemporaryPassword(store: Store, isTemporary: boolean): Promise<void> {
  await commit(store, ['meta'], async () => {
    await store.db.meta.put({ key: 'mustChange', value: isTemporary })
  })
}
