import { useCallback, useState } from 'react'
import type { Ask } from '../../../device/api/ask.ts'
import { closeCampaign, readCampaign } from '../../../device/api/campaigns.ts'
import { type Asked, useAsk, useAsked } from '../../../device/api/use-asked.ts'
import { formatDate } from '../../../domain/date.ts'
import { inspectionKindNames } from '../../../domain/people.ts'
import type { CampaignReply } from '../../../protocol/campaign-wire.ts'
import { Badge } from '../../../ui/badge.tsx'
import { Button } from '../../../ui/button.tsx'
import { PageTitle } from '../../../ui/page-title.tsx'
import { Panel } from '../../../ui/panel.tsx'
import { Confirm } from '../../admin/confirm.tsx'
import { NotFound } from '../../not-found.tsx'
import { AskedPart } from '../../parts/asked-part.tsx'
import { BackLink } from '../../parts/back-link.tsx'
import page from '../../parts/page.module.css'
import { AssignmentList } from './assignment-list.tsx'
import { dueInWords, periodWords, progressWords, selectionWords } from './campaign-words.ts'
import css from './campaigns.module.css'
import { ChangeCampaign } from './change-campaign.tsx'

/** One campaign: how far it is, who is late, and what can be changed of it. */
export function CampaignPage({ id }: { id: string }) {
  const asked = useAsked(
    `campaign ${id}`,
    useCallback((ask: Ask) => readCampaign(ask, id), [id]),
  )
  if (asked.problem?.code === 'NOT_FOUND') return <NotFound what="đợt kiểm tra này" />
  return (
    <div className={css.page}>
      {asked.read ? null : <Title>Đợt kiểm tra</Title>}
      <AskedPart asked={asked} rows={6}>
        {(reply) => <Campaign reply={reply} asked={asked} />}
      </AskedPart>
    </div>
  )
}

function Title({ children }: { children: string }) {
  return (
    <div>
      <BackLink href="/dot-kiem-tra">Đợt kiểm tra</BackLink>
      <PageTitle>{children}</PageTitle>
    </div>
  )
}

function Campaign({ reply, asked }: { reply: CampaignReply; asked: Asked<CampaignReply> }) {
  const { campaign, today } = reply
  const onChanged = (next: CampaignReply) => asked.change(() => next)
  return (
    <>
      <div>
        <Title>{campaign.title}</Title>
        <p className={css.sentence} role="status">
          {progressWords(campaign.progress)} {dueInWords(campaign, today)}.
        </p>
        <div className={css.badges}>{campaign.closedOn === null ? null : <Badge tone="none">Đã kết thúc</Badge>}</div>
      </div>
      <Acts reply={reply} onChanged={onChanged} onOvertaken={asked.again} />
      <AssignmentList reply={reply} onChanged={onChanged} />
      <Panel title="Đợt này được lập thế nào">
        <dl className={css.facts}>
          <Fact name="Kỳ">{periodWords(campaign)}</Fact>
          <Fact name="Hình thức">{inspectionKindNames[campaign.kind]}</Fact>
          <Fact name="Bộ tiêu chí">
            {campaign.checklists.map(({ title, version }) => `${title} (phiên bản ${version})`).join('; ')}
          </Fact>
          <Fact name="Cơ sở được chọn">{selectionWords(campaign.selection)}</Fact>
          <Fact name="Lượt tính từ ngày">{formatDate(campaign.from)}</Fact>
          <Fact name="Người lập">{campaign.createdBy.name}</Fact>
        </dl>
      </Panel>
    </>
  )
}

function Fact({ name, children }: { name: string; children: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}

type ActsProps = { reply: CampaignReply; onChanged: (reply: CampaignReply) => void; onOvertaken: () => void }

function Acts({ reply: { campaign }, onChanged, onOvertaken }: ActsProps) {
  const ask = useAsk()
  const [doing, setDoing] = useState<'change' | 'close' | null>(null)
  if (campaign.closedOn !== null) return null
  if (!campaign.mayChange)
    return (
      <p className={page.small}>
        Đợt này có cả cơ sở ngoài địa bàn của bạn. Ở đây chỉ hiện phần trong địa bàn; quản trị của tỉnh đổi tên, hạn và
        kết thúc đợt.
      </p>
    )
  const left = campaign.progress.due + campaign.progress.overdue
  return (
    <div className={page.actions}>
      <Button onClick={() => setDoing('change')}>Sửa tên và hạn</Button>
      <Button look="danger" onClick={() => setDoing('close')}>
        Kết thúc đợt
      </Button>
      {doing === 'change' ? (
        <ChangeCampaign
          campaign={campaign}
          onChanged={(next) => {
            onChanged(next)
            setDoing(null)
          }}
          onOvertaken={onOvertaken}
          onClose={() => setDoing(null)}
        />
      ) : null}
      {doing === 'close' ? (
        <Confirm
          title={`Kết thúc “${campaign.title}”?`}
          action="Kết thúc đợt"
          look="danger"
          onConfirm={async () => {
            onChanged(await closeCampaign(ask, campaign.id, campaign.version))
            setDoing(null)
          }}
          onClose={() => setDoing(null)}
        >
          <p>
            {left === 0 ? 'Mọi lượt đã làm xong.' : `Còn ${left} lượt chưa làm.`} Việc được giao rời khỏi máy của người
            kiểm tra ở lần đồng bộ tới. Kết quả đã nộp và lượt đang làm giữ nguyên. Không mở lại đợt được.
          </p>
        </Confirm>
      ) : null}
    </div>
  )
}
