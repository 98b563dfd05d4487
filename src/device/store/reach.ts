import { commit, readMeta, type Store } from './store.ts'

/** Whether the person answers for the whole province, as the server last said here: what was sent up is theirs to decide. */
export async function isOfWholeProvince(store: Store): Promise<boolean> {
  return (await readMeta<boolean>(store, 'isOfWholeProvince')) === true
}

/** Notes what the server has just said of it. @throws Problem as `commit` */
export async function noteReach(store: Store, isWhole: boolean): Promise<void> {
  if ((await isOfWholeProvince(store)) === isWhole) return
  await commit(store, ['meta'], async () => {
    await store.db.meta.put({ key: 'isOfWholeProvince', value: isWhole })
  })
}
