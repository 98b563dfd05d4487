import { lazy, Suspense, useSyncExternalStore } from 'react'
import { installWay, subscribeInstall } from './install.ts'

const InstallOffer = lazy(() => import('./install-offer.tsx').then((file) => ({ default: file.InstallOffer })))

/** Where installing is offered; nothing, and nothing loaded, where it is done or not known how. */
export function InstallPlace({ always }: { always?: boolean }) {
  const way = useSyncExternalStore(subscribeInstall, installWay)
  if (way === null) return null
  return (
    <Suspense fallback={null}>
      <InstallOffer way={way} always={always ?? false} />
    </Suspense>
  )
}
