import { createContext, useContext, useSyncExternalStore } from 'react'
import { type AppVersion, createAppVersion, type VersionState } from './app-version.ts'

/** Outside the app itself nothing is ever new. */
export const AppVersionContext = createContext<AppVersion>(createAppVersion(null))

export function useAppVersion(): VersionState & Pick<AppVersion, 'accept' | 'fetchAndAccept' | 'dismiss'> {
  const version = useContext(AppVersionContext)
  const state = useSyncExternalStore(version.subscribe, version.current)
  return { ...version, ...state }
}
