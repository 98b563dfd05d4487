import { Component, type ReactNode } from 'react'
import { Button } from '../../ui/button.tsx'
import { Empty } from '../../ui/empty.tsx'
import { PageTitle } from '../../ui/page-title.tsx'
import css from './shell.module.css'

/** A screen that broke: what is safe, and one way on. */
export class ErrorBoundary extends Component<{ children: ReactNode }, { error: Error | null }> {
  override state: { error: Error | null } = { error: null }

  static getDerivedStateFromError(error: unknown) {
    return { error: error instanceof Error ? error : new Error(String(error)) }
  }

  override render() {
    const { error } = this.state
    if (!error) return this.props.children
    return (
      <main className={css.main}>
        <PageTitle>Trang này gặp trục trặc</PageTitle>
        <Empty
          title="Những gì đã báo “đã lưu” vẫn an toàn trên máy này."
          action={
            <Button look="main" onClick={() => window.location.reload()}>
              Tải lại trang
            </Button>
          }
        >
          Tải lại trang để tiếp tục. Nếu vẫn gặp lại, hãy báo cho người quản trị dòng chữ nhỏ dưới đây.
        </Empty>
        <p className={css.code}>{`${error.name}: ${error.message}`.slice(0, 160)}</p>
      </main>
    )
  }
}
