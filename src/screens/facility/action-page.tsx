import { useState } from 'react'
import { Link } from 'wouter'
import { accountsSeen, isPlanned, type ListedAction, readAction } from '../../device/store/facility-actions.ts'
import { getFacility } from '../../device/store/replica.ts'
import { useStore } from '../../device/store/use-store.ts'
import { standingOf } from '../../domain/action.ts'
import { isOwnWork } from '../../domain/action-state.ts'
import { formatDate } from '../../domain/date.ts'
import { inspectionKindNames, maySay, type Person } from '../../domain/people.ts'
import type { Facility } from '../../domain/place.ts'
import { buttonClass } from '../../ui/button.tsx'
import { Disclosure } from '../../ui/disclosure.tsx'
import { Notice } from '../../ui/notice.tsx'
import { PageTitle } from '../../ui/page-title.tsx'
import { Panel } from '../../ui/panel.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { NotFound } from '../not-found.tsx'
import { BackLink } from '../parts/back-link.tsx'
import { today } from '../parts/when.ts'
import { ActionBadges } from './action-badges.tsx'
import { subjectOf } from './action-list.tsx'
import css from './actions.module.css'
import { AssignForm } from './assign-form.tsx'
import { BeforeAfter } from './before-after.tsx'
import { DoneForm } from './done-form.tsx'
import { JudgeForm } from './judge-form.tsx'
import { StepList } from './step-list.tsx'
import { useWho } from './use-who.ts'

/** One corrective action: what was found, what is to be done, who does it, what shows that it is done, and who says so. */
export function ActionPage({ insp, item }: { insp: string; item: string }) {
  const who = useWho()
  const read = useStore(
    async (store) => {
      const listed = await readAction(store, insp, item, who)
      if (!listed) return null
      const { facilityId } = listed.record.head
      const [facility, accounts] = await Promise.all([
        getFacility(store, facilityId),
        who.person.role === 'facility' ? accountsSeen(store, facilityId) : new Map<string, string>(),
      ])
      return { listed, facility, accounts }
    },
    [insp, item, who],
  )
  if (read === undefined) return <Skeleton rows={5} />
  if (read === null) return <NotFound what="biện pháp này" />
  const { listed, facility } = read
  const { record, action, closed } = listed
  const { head } = record
  const { what, who: unit, by } = action.plan
  const { person } = who
  const accounts = new Map([[person.id, person.name], ...read.accounts])
  return (
    <>
      <div>
        <BackLink href="/khac-phuc">Biện pháp khắc phục</BackLink>
        <PageTitle lead={head.facilityName} title="Biện pháp khắc phục">
          {subjectOf(listed)}
        </PageTitle>
        {isPlanned(listed) ? (
          <ActionBadges
            action={listed}
            today={today()}
            isSentBack={action.judged !== null}
            isWaiting={listed.isWaiting}
          />
        ) : (
          <p className={css.small}>Chưa ai lập biện pháp cho tiêu chí này.</p>
        )}
      </div>
      {closed ? (
        <Notice tone={closed.by === 'fixed' ? 'pass' : 'info'}>
          <p>
            {closed.by === 'fixed'
              ? `Lượt ngày ${formatDate(closed.date)} ghi đã khắc phục.`
              : `Lượt ngày ${formatDate(closed.date)} đã lập biện pháp mới cho tiêu chí này.`}{' '}
            <Link href={`/ket-qua/${closed.visit}`}>Xem lượt đó</Link>
          </p>
        </Notice>
      ) : null}
      {listed.notFixedOn.length > 0 ? (
        <Notice tone="partial">
          <p>Lượt ngày {listed.notFixedOn.map(formatDate).join(', ')} ghi chưa khắc phục.</p>
        </Notice>
      ) : null}
      <dl className={css.facts}>
        <Fact name="Việc phải làm" value={what || 'chưa ghi'} />
        <Fact
          name="Phụ trách"
          value={`${unit || 'chưa giao ai'}${action.owner ? ` (${accounts.get(action.owner) ?? 'có tài khoản'})` : ''}`}
        />
        <Fact name="Hạn" value={by === null ? 'chưa có hạn' : formatDate(by)} />
        <div>
          <dt>{inspectionKindNames[head.kind]}</dt>
          <dd>
            <Link href={`/ket-qua/${record.id}`} className={css.more}>
              Ngày {formatDate(head.date)}, {record.createdBy.name}
            </Link>
          </dd>
        </div>
      </dl>
      <BeforeAfter listed={listed} />
      <Acts listed={listed} facility={facility} person={person} accounts={accounts} />
      {action.steps.length > 0 ? (
        <Panel title="Đã diễn ra">
          <StepList steps={action.steps} waiting={listed.waiting} />
        </Panel>
      ) : null}
    </>
  )
}

function Fact({ name, value }: { name: string; value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  )
}

type ActsProps = {
  listed: ListedAction
  facility: Facility | null
  person: Person
  accounts: ReadonlyMap<string, string>
}

/** What this person may do about it now; where they may not, a sentence says why. */
function Acts({ listed, facility, person, accounts }: ActsProps) {
  const [said, setSaid] = useState<string | null>(null)
  const { action } = listed
  const doneStep = action.done
  const may = (is: 'assign' | 'done' | 'verify') => facility !== null && maySay(person, is, facility)
  const standing = standingOf(listed)
  return (
    <>
      <p role="status">{said}</p>
      {standing === 'open' && isPlanned(listed) && may('done') ? (
        <Panel title="Báo đã khắc phục">
          <DoneForm listed={listed} onDone={() => setSaid(`Đã báo khắc phục. ${KEPT}`)} />
        </Panel>
      ) : null}
      {standing === 'done' && doneStep ? (
        may('verify') && !isOwnWork(action, person.id) ? (
          <Panel title="Xác nhận kết quả khắc phục">
            <JudgeForm
              key={doneStep.id}
              listed={listed}
              done={doneStep.id}
              onDone={() => setSaid(`Đã ghi ý kiến. ${KEPT}`)}
            />
          </Panel>
        ) : (
          <>
            <Notice tone="info">
              <p>
                {isOwnWork(action, person.id)
                  ? 'Đây là việc của bạn nên người khác xác nhận: đồng nghiệp trong cơ sở, người kiểm tra hoặc người giám sát.'
                  : 'Tài khoản này không xác nhận được việc khắc phục ở cơ sở này.'}
              </p>
            </Notice>
            {may('verify') ? (
              <Disclosure label="Chưa xong như đã báo" openLabel="Ẩn phần rút lại" keeps>
                {() => (
                  <JudgeForm
                    isOwn
                    listed={listed}
                    done={doneStep.id}
                    onDone={() => setSaid(`Đã rút lại: việc này còn phải làm. ${KEPT}`)}
                  />
                )}
              </Disclosure>
            ) : null}
          </>
        )
      ) : null}
      {standing === 'open' && may('assign') ? (
        <Disclosure
          label={action.plan.who === '' ? 'Giao việc' : 'Giao lại việc'}
          openLabel="Ẩn phần giao việc"
          startsOpen={!isPlanned(listed)}
          keeps
        >
          {() => <AssignForm listed={listed} accounts={accounts} onDone={() => setSaid(`Đã giao việc. ${KEPT}`)} />}
        </Disclosure>
      ) : null}
      {listed.record.head.kind === 'inspection' ? (
        <p>
          <Link href={`/so-sanh/${listed.record.id}#${action.item}`} className={buttonClass('plain')}>
            So với tự đánh giá
          </Link>
        </p>
      ) : null}
    </>
  )
}

const KEPT = 'Nội dung đã lưu trên máy này và tự gửi khi có mạng.'
