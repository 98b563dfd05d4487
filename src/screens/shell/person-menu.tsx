import { Link, useLocation } from 'wouter'
import { useDevice } from '../../device/sync/device.ts'
import { roleNames } from '../../domain/people.ts'
import { Menu } from '../../ui/menu.tsx'
import { useSession } from './session.tsx'
import css from './shell.module.css'

/** Who is here, and where everything that is about them and not about a facility is found. */
export function PersonMenu() {
  const { person } = useDevice()
  const { lock } = useSession()
  return (
    <div className={css.menu}>
      <Menu
        label={`Trình đơn của ${person.name}, ${roleNames[person.role]}`}
        face={
          <>
            <span className={css.person}>
              <span className={css.name}>{person.name}</span>
              <span className={css.role}>{roleNames[person.role]}</span>
            </span>
            <svg className={css.bars} viewBox="0 0 24 24" aria-hidden="true">
              <path d="M4 7h16M4 12h16M4 17h16" />
            </svg>
          </>
        }
      >
        <ul>
          <MenuLink href="/">Trang đầu</MenuLink>
          {person.role === 'supervisor' || person.role === 'administrator' ? (
            <>
              <MenuLink href="/duyet">Duyệt kết quả</MenuLink>
              <MenuLink href="/tong-quan">Tổng quan</MenuLink>
              <MenuLink href="/dot-kiem-tra">Đợt kiểm tra</MenuLink>
            </>
          ) : null}
          <MenuLink href="/khac-phuc">Biện pháp khắc phục</MenuLink>
          {person.facilityId ? (
            <MenuLink href={`/dien-bien/${person.facilityId}`}>Kết quả theo thời gian</MenuLink>
          ) : null}
          {person.role === 'inspector' ? null : <MenuLink href="/bao-cao">Báo cáo kỳ</MenuLink>}
          {person.role === 'administrator' ? <MenuLink href="/quan-tri">Quản trị</MenuLink> : null}
          <MenuLink href="/tai-khoan">Tài khoản của tôi</MenuLink>
          <MenuLink href="/may-nay">Máy này</MenuLink>
          <li>
            <button type="button" onClick={() => void lock()}>
              Khóa máy
            </button>
          </li>
        </ul>
      </Menu>
    </div>
  )
}

function MenuLink({ href, children }: { href: string; children: string }) {
  const [path] = useLocation()
  const isHere = href === '/' ? path === '/' : path.startsWith(href)
  return (
    <li>
      <Link href={href} aria-current={isHere ? 'page' : undefined}>
        {children}
      </Link>
    </li>
  )
}
