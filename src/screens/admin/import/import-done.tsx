import type { Imported } from '../../../protocol/import-wire.ts'
import { Button } from '../../../ui/button.tsx'
import { classNames } from '../../../ui/class-names.ts'
import { PageTitle } from '../../../ui/page-title.tsx'
import page from '../../parts/page.module.css'
import { PasswordSheet } from '../password-sheet.tsx'
import css from './import.module.css'
import { numberWords } from './import-words.ts'

/** What was done; where accounts were opened, the only time that their temporary passwords are seen. */
export function ImportDone({ done: { people, facilities, opened }, onDone }: { done: Imported; onDone: () => void }) {
  return (
    <div className={css.page}>
      <PageTitle>Đã nhập xong</PageTitle>
      <ul className={css.sums}>
        <li>
          Người dùng: {numberWords(people.created.count)} mới, {numberWords(people.changed.count)} thay đổi,{' '}
          {numberWords(people.same)} giữ nguyên.
        </li>
        <li>
          Cơ sở: {numberWords(facilities.created.count)} mới, {numberWords(facilities.changed.count)} thay đổi,{' '}
          {numberWords(facilities.same)} giữ nguyên.
        </li>
      </ul>
      {opened.length > 0 ? <PasswordSheet opened={opened} /> : null}
      <div className={classNames(page.actions, css.onScreen)}>
        <Button onClick={onDone}>{opened.length > 0 ? 'Đã ghi lại, xong' : 'Nhập tệp khác'}</Button>
      </div>
    </div>
  )
}
