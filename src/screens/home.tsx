import { lazy } from 'react'
import { useDevice } from '../device/sync/device.ts'
import { InspectorHome } from './inspector/home.tsx'

const Received = lazy(() => import('./supervisor/received.tsx').then(({ Received }) => ({ default: Received })))

/** The first page of each role. */
export function Home() {
  const { role } = useDevice().person
  switch (role) {
    case 'inspector':
    case 'facility':
      return <InspectorHome />
    case 'supervisor':
    case 'administrator':
      return <Received />
    default:
      return role satisfies never
  }
}
