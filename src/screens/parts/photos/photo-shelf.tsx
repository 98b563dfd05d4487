import { createContext, type ReactNode, useContext, useMemo } from 'react'
import { type LocalPhoto, listPhotos } from '../../../device/store/photos.ts'
import type { Store } from '../../../device/store/store.ts'
import { useCurrentStore, useStore } from '../../../device/store/use-store.ts'
import { pairPhotos, visitPhotos } from '../../../domain/photo.ts'

type Shelf = { store: Store; inspectionId: string; byItem: ReadonlyMap<string, readonly LocalPhoto[]> }

const ShelfContext = createContext<Shelf | null>(null)
const none: readonly LocalPhoto[] = []

/** The photos of one open visit, read once for all its cards. */
export function PhotoShelf({ inspectionId, children }: { inspectionId: string; children: ReactNode }) {
  const store = useCurrentStore()
  const photos = useStore((from) => listPhotos(from, inspectionId), [inspectionId])
  const shelf = useMemo(() => {
    const byItem = new Map<string, LocalPhoto[]>()
    for (const photo of visitPhotos(photos)) byItem.set(photo.item, [...(byItem.get(photo.item) ?? []), photo])
    return { store, inspectionId, byItem }
  }, [store, inspectionId, photos])
  return <ShelfContext value={shelf}>{children}</ShelfContext>
}

/** Null where photos are not kept: a card shown outside a visit. */
export function usePhotos(
  itemId: string,
): { store: Store; inspectionId: string; photos: readonly LocalPhoto[] } | null {
  const shelf = useContext(ShelfContext)
  return shelf && { ...shelf, photos: shelf.byItem.get(itemId) ?? none }
}

/** The items that have a photo. */
export function usePhotoItems(): ReadonlySet<string> {
  const shelf = useContext(ShelfContext)
  return useMemo(() => new Set(shelf?.byItem.keys()), [shelf])
}

/** "3 ảnh" of these items; nothing where there is none. */
export function PhotoCount({ itemIds }: { itemIds: readonly string[] }) {
  const shelf = useContext(ShelfContext)
  const count = itemIds.reduce((sum, id) => sum + pairPhotos(shelf?.byItem.get(id) ?? none).length, 0)
  return count > 0 ? <p>{count} ảnh trong mục này</p> : null
}
