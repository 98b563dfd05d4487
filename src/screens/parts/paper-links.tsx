import { Link } from 'wouter'
import { buttonClass } from '../../ui/button.tsx'
import css from './paper-links.module.css'

/** From an inspection to what is said and handed over about it. */
export function PaperLinks({ id, isDraft = false }: { id: string; isDraft?: boolean }) {
  return (
    <nav className={css.links} aria-label="Giấy tờ của lượt này">
      <Link href={`/bien-ban/${id}`} className={buttonClass('plain')}>
        {isDraft ? 'Biên bản (nháp)' : 'Biên bản'}
      </Link>
      <Link href={`/phan-hoi/${id}`} className={buttonClass('plain')}>
        Phản hồi cho cơ sở
      </Link>
      <Link href={`/ke-hoach/${id}`} className={buttonClass('plain')}>
        Kế hoạch khắc phục
      </Link>
    </nav>
  )
}
