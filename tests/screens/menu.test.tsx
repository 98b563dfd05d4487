// @vitest-environment jsdom
import { render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, it } from 'vitest'
import { Menu } from '../../src/ui/menu.tsx'
import { PageTitle } from '../../src/ui/page-title.tsx'

function Page({ title }: { title: string | null }) {
  return (
    <>
      <Menu label="Trình đơn" face="☰">
        <a href="/quan-tri">Quản trị</a>
      </Menu>
      {title === null ? null : <PageTitle key={title}>{title}</PageTitle>}
    </>
  )
}

it('a page that comes late takes the focus, but closes no menu that was opened meanwhile', async () => {
  const user = userEvent.setup()
  const { rerender } = render(<Page title="Trang đầu" />)
  rerender(<Page title="Tổng quan" />)
  expect(screen.getByRole('heading')).toHaveFocus()
  rerender(<Page title={null} />)
  await user.click(screen.getByRole('button', { name: 'Trình đơn' }))
  rerender(<Page title="Duyệt kết quả" />)
  expect(screen.getByRole('link', { name: 'Quản trị' })).toBeVisible()
  await user.click(document.body)
  expect(screen.queryByRole('link', { name: 'Quản trị' })).toBeNull()
})
