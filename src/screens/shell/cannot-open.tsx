import type { ProblemCode } from '../../domain/problem.ts'
import { PageTitle } from '../../ui/page-title.tsx'
import { MishapNotice } from './mishap-notice.tsx'
import { mishapAtOpening } from './mishaps.ts'
import css from './shell.module.css'

/** Instead of the app, where what it keeps cannot be opened. */
export function CannotOpen({ code, cause }: { code: ProblemCode; cause: string }) {
  return (
    <main className={css.main}>
      <PageTitle>Chưa mở được Sổ Kiểm</PageTitle>
      <MishapNotice of={mishapAtOpening(code)} />
      <p className={css.code}>{`${code}: ${cause}`.slice(0, 160)}</p>
    </main>
  )
}
