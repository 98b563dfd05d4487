import { useState } from 'react'
import { Link } from 'wouter'
import { listPeople, type WithPassword } from '../../../device/api/people.ts'
import { useAsked } from '../../../device/api/use-asked.ts'
import { roleNames } from '../../../domain/people.ts'
import type { PersonRow } from '../../../protocol/people-wire.ts'
import { Button, buttonClass } from '../../../ui/button.tsx'
import { PageTitle } from '../../../ui/page-title.tsx'
import { Panel } from '../../../ui/panel.tsx'
import { NotFound } from '../../not-found.tsx'
import { AskedPart } from '../../parts/asked-part.tsx'
import { BackLink } from '../../parts/back-link.tsx'
import { Numbers } from '../../parts/numbers.tsx'
import css from '../../parts/page.module.css'
import { dateAndTime } from '../../parts/when.ts'
import { PersonActs } from './person-acts.tsx'
import { PersonSessions } from './person-sessions.tsx'
import { type Places, reachWords, usePlaces } from './places.ts'
import { RenamePerson } from './rename-person.tsx'
import { TemporaryPassword } from './temporary-password.tsx'

/** One account: what it is, how it stands, and what can be done about it. */
export function PersonPage({ id }: { id: string }) {
  const asked = useAsked('people', listPeople)
  const places = usePlaces()
  const [made, setMade] = useState<WithPassword | null>(null)
  if (made) return <TemporaryPassword title="Đã đặt lại mật khẩu" made={made} onDone={() => setMade(null)} />
  const put = (changed: PersonRow) => asked.change((all) => all.map((each) => (each.id === id ? changed : each)))
  return (
    <div className={css.page}>
      <BackLink href="/quan-tri/nguoi-dung">Người dùng</BackLink>
      <AskedPart asked={asked}>
        {(people) => {
          const person = people.find((each) => each.id === id)
          if (!person) return <NotFound what="người dùng này" />
          return (
            <>
              <PageTitle lead={roleNames[person.role]}>{person.name}</PageTitle>
              {places ? <AboutPanel person={person} places={places} onChanged={put} onOvertaken={asked.again} /> : null}
              <PersonActs
                person={person}
                onChanged={put}
                onReset={(reset) => {
                  put(reset.person)
                  setMade(reset)
                }}
              />
              {/* Locking has ended them. */}
              <PersonSessions key={`${person.locked}`} person={person} />
            </>
          )
        }}
      </AskedPart>
    </div>
  )
}

type AboutPanelProps = {
  person: PersonRow
  places: Places
  onChanged: (person: PersonRow) => void
  onOvertaken: () => void
}

function AboutPanel({ person, places, onChanged, onOvertaken }: AboutPanelProps) {
  const [isRenaming, setRenaming] = useState(false)
  const [said, setSaid] = useState('')
  const { username, role, locked, mustChange, lastSeen } = person
  return (
    <Panel title="Tài khoản">
      <Numbers
        lines={[
          { name: 'Tên đăng nhập', value: username },
          { name: 'Vai trò', value: roleNames[role] },
          { name: role === 'facility' ? 'Cơ sở' : 'Địa bàn', value: reachWords(person, places) },
          locked
            ? { name: 'Trạng thái', value: 'đã khóa', tone: 'fail' }
            : { name: 'Trạng thái', value: 'đang mở', tone: 'pass' },
          mustChange
            ? { name: 'Mật khẩu', value: 'còn mật khẩu tạm', tone: 'partial' }
            : { name: 'Mật khẩu', value: 'đã đổi thành của riêng', tone: 'pass' },
          { name: 'Thấy lần cuối', value: lastSeen === null ? 'chưa lần nào' : dateAndTime(lastSeen) },
        ]}
      />
      <div className={css.actions}>
        <Button
          onClick={() => {
            setSaid('')
            setRenaming(true)
          }}
        >
          Sửa họ tên
        </Button>
        <Link href={`/quan-tri/nguoi-dung/${person.id}/quyen`} className={buttonClass('plain')}>
          Đổi vai trò và địa bàn
        </Link>
      </div>
      <p role="status">{said}</p>
      {isRenaming ? (
        <RenamePerson
          person={person}
          onRenamed={(renamed) => {
            onChanged(renamed)
            setSaid('Đã sửa họ tên.')
            setRenaming(false)
          }}
          onOvertaken={onOvertaken}
          onClose={() => setRenaming(false)}
        />
      ) : null}
    </Panel>
  )
}
