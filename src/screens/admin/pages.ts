import { type ComponentType, lazy } from 'react'

type AdminPage = {
  /** Under /quan-tri; the page itself decides about longer addresses. */
  path: string
  /** What the navigation calls it. */
  title: string
  Page: ComponentType
}

/** The pages of the administrator's room, in the order of its navigation: one line each, loaded when it is opened. */
export const adminPages: readonly AdminPage[] = [
  {
    path: 'nguoi-dung',
    title: 'Người dùng',
    Page: lazy(() => import('./people/people.tsx').then(({ People }) => ({ default: People }))),
  },
  {
    path: 'dia-ban',
    title: 'Địa bàn',
    Page: lazy(() => import('./places/areas.tsx').then(({ Areas }) => ({ default: Areas }))),
  },
  {
    path: 'co-so',
    title: 'Cơ sở',
    Page: lazy(() => import('./places/facilities.tsx').then(({ Facilities }) => ({ default: Facilities }))),
  },
  {
    path: 'nhap',
    title: 'Nhập danh sách',
    Page: lazy(() => import('./import/import-page.tsx').then(({ ImportPage }) => ({ default: ImportPage }))),
  },
  {
    path: 'may',
    title: 'Các máy',
    Page: lazy(() => import('./devices.tsx').then(({ Devices }) => ({ default: Devices }))),
  },
  {
    path: 'tu-choi',
    title: 'Bị từ chối',
    Page: lazy(() => import('./refusals/refusals.tsx').then(({ Refusals }) => ({ default: Refusals }))),
  },
]
