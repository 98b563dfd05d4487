import type { ReactNode } from 'react'
import { formatDate } from '../../../domain/date.ts'
import type { CampaignChoices, CampaignPreview } from '../../../protocol/campaign-wire.ts'
import { Notice } from '../../../ui/notice.tsx'
import { Panel } from '../../../ui/panel.tsx'
import { TableBox } from '../../../ui/table-box.tsx'
import page from '../../parts/page.module.css'
import overview from '../overview/overview.module.css'
import { shareWords } from '../overview/overview-words.ts'
import type { CampaignForm } from './campaign-shape.ts'
import css from './campaigns.module.css'

type PreviewProps = { preview: CampaignPreview; choices: CampaignChoices; form: CampaignForm; children: ReactNode }

/** What a campaign would come to, before it is made: every facility, why it was chosen, and who goes. */
export function Preview({ preview, choices, form, children }: PreviewProps) {
  const { facilities, candidates } = preview
  const isInspection = form.kind === 'inspection'
  const visits = facilities.reduce((sum, { checklists }) => sum + checklists.length, 0)
  const nobody = isInspection ? facilities.filter(({ people }) => people.length === 0).length : 0
  const names = new Map(choices.inspectors.map(({ id, name }) => [id, name]))
  if (facilities.length === 0)
    return (
      <Notice tone="partial" title="Không có cơ sở nào như vậy.">
        <p>Hãy chọn địa bàn, loại cơ sở hoặc bộ tiêu chí khác.</p>
      </Notice>
    )
  return (
    <Panel title="Xem trước" aside={`${facilities.length} trong ${candidates} cơ sở`}>
      <p className={css.sentence}>
        {facilities.length} cơ sở, {visits} lượt {isInspection ? 'kiểm tra' : 'tự đánh giá'}, hạn {formatDate(form.due)}
        {form.by === 'random' ? `, mã rút ${form.seed}` : ''}.
      </p>
      {nobody > 0 ? (
        <Notice tone="partial" title={`${nobody} cơ sở chưa có người.`}>
          <p>Không ai được chọn phụ trách địa bàn đó. Vẫn lập được đợt và giao sau, ở trang của đợt.</p>
        </Notice>
      ) : null}
      <TableBox label="Bảng cơ sở được chọn">
        <table className={overview.table}>
          <caption className={overview.hidden}>Cơ sở được chọn, theo thứ tự chọn</caption>
          <thead>
            <tr>
              <th scope="col">Cơ sở</th>
              <th scope="col">Lần gần nhất</th>
              <th scope="col" data-number="true">
                Kết quả
              </th>
              {isInspection ? <th scope="col">Giao cho</th> : null}
            </tr>
          </thead>
          <tbody>
            {facilities.map(({ id, name, areaName, lastDate, lowestShare, people }) => (
              <tr key={id}>
                <th scope="row">
                  {name}
                  <span className={overview.place}>{areaName}</span>
                </th>
                <td>{lastDate === null ? 'Chưa kiểm tra' : formatDate(lastDate)}</td>
                <td data-number="true">{lowestShare === null ? '–' : shareWords(lowestShare)}</td>
                {isInspection ? (
                  <td>
                    {people.length === 0 ? (
                      <span className={css.nobody}>Chưa giao</span>
                    ) : (
                      people.map((person) => names.get(person) ?? person).join(', ')
                    )}
                  </td>
                ) : null}
              </tr>
            ))}
          </tbody>
        </table>
      </TableBox>
      <div className={page.actions}>{children}</div>
    </Panel>
  )
}
