import { useState } from 'react'
import { useLocation } from 'wouter'
import { useDevice } from '../../device/sync/device.ts'
import type { Problem } from '../../domain/problem.ts'
import { PageTitle } from '../../ui/page-title.tsx'
import { BackLink } from '../parts/back-link.tsx'
import { Threshold } from '../shell/threshold.tsx'
import { PasswordForm } from './password-form.tsx'

/**
 * After signing in with a password that somebody else has seen. Nobody is kept from
 * inspecting by it; an administrator administers nothing before it is changed, and
 * leaves this page without that only where the server cannot be reached.
 */
export function FirstPassword() {
  const { person } = useDevice()
  const [, navigate] = useLocation()
  const [problem, setProblem] = useState<Problem | null>(null)
  const isAdministrator = person.role === 'administrator'
  const mayWait = !isAdministrator || problem !== null
  return (
    <Threshold>
      {mayWait ? <BackLink href="/">Để sau, làm việc tiếp</BackLink> : null}
      <PageTitle lead={person.name}>Chọn mật khẩu của riêng bạn</PageTitle>
      <p>
        Bạn đã đăng nhập bằng mật khẩu tạm mà người khác đã thấy.{' '}
        {isAdministrator
          ? 'Người quản trị cần đổi mật khẩu này trước khi làm việc với tài khoản của người khác.'
          : 'Hãy đổi ngay bây giờ; từ lần sau bạn đăng nhập bằng mật khẩu mới.'}
      </p>
      <PasswordForm
        currentLabel="Mật khẩu tạm"
        onDone={() => navigate(isAdministrator ? '/quan-tri' : '/', { replace: true })}
        onProblem={setProblem}
      />
    </Threshold>
  )
}
