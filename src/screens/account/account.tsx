import { useState } from 'react'
import { ownSessions } from '../../device/api/people.ts'
import { useAsked } from '../../device/api/use-asked.ts'
import { getFacility, listFacilities } from '../../device/store/replica.ts'
import { hasTemporaryPassword } from '../../device/store/temporary-password.ts'
import { useStore } from '../../device/store/use-store.ts'
import { useDevice } from '../../device/sync/device.ts'
import { roleNames } from '../../domain/people.ts'
import { Button } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'
import { PageTitle } from '../../ui/page-title.tsx'
import { Panel } from '../../ui/panel.tsx'
import { Numbers } from '../parts/numbers.tsx'
import css from '../parts/page.module.css'
import { OwnSessions } from './own-sessions.tsx'
import { PasswordForm } from './password-form.tsx'
import { SecondFactorPanel } from './second-factor.tsx'

/** Everybody's own account, panel by panel. */
export function AccountPage() {
  const sessions = useAsked('own sessions', ownSessions)
  return (
    <div className={css.page}>
      <PageTitle>Tài khoản của tôi</PageTitle>
      <WhoPanel />
      <PasswordPanel onChanged={sessions.again} />
      <SecondFactorPanel />
      <OwnSessions asked={sessions} />
    </div>
  )
}

function WhoPanel() {
  const { person } = useDevice()
  const reach = useStore(
    async (store) => {
      if (person.facilityId !== null) return (await getFacility(store, person.facilityId))?.name ?? null
      const here = (await listFacilities(store)).filter(({ areaId }) => person.areaIds.includes(areaId))
      return [...new Set(here.map(({ areaName }) => areaName))].join(', ') || null
    },
    [person],
  )
  return (
    <Panel title="Thông tin">
      <Numbers
        lines={[
          { name: 'Họ và tên', value: person.name },
          { name: 'Tên đăng nhập', value: person.username },
          { name: 'Vai trò', value: roleNames[person.role] },
          ...(reach ? [{ name: person.facilityId === null ? 'Địa bàn' : 'Cơ sở', value: reach }] : []),
        ]}
      />
      <p className={css.small}>Vai trò và địa bàn do người quản trị của tỉnh giao.</p>
    </Panel>
  )
}

/** @param onChanged the other sessions have ended by it */
function PasswordPanel({ onChanged }: { onChanged: () => void }) {
  const isTemporary = useStore(hasTemporaryPassword, [])
  const [isChanging, setChanging] = useState(false)
  const [said, setSaid] = useState('')
  return (
    <Panel title="Mật khẩu">
      {isTemporary ? (
        <Notice tone="partial">
          <p>Mật khẩu đang dùng là mật khẩu tạm mà người khác đã thấy. Hãy đổi thành mật khẩu của riêng mình.</p>
        </Notice>
      ) : null}
      {isChanging ? (
        <PasswordForm
          onDone={() => {
            setChanging(false)
            onChanged()
            setSaid('Đã đổi mật khẩu. Các phiên đăng nhập khác đã kết thúc.')
          }}
        />
      ) : (
        <div>
          <Button
            onClick={() => {
              setSaid('')
              setChanging(true)
            }}
          >
            Đổi mật khẩu
          </Button>
        </div>
      )}
      <p role="status">{said}</p>
    </Panel>
  )
}
