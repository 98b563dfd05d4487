import { useState } from 'react'
import { Link } from 'wouter'
import { areaKindNames, holdsFacilities } from '../../../domain/area.ts'
import { formatDate } from '../../../domain/date.ts'
import type { AreaRow, AreasReply } from '../../../protocol/places-wire.ts'
import { Button, buttonClass } from '../../../ui/button.tsx'
import { PageTitle } from '../../../ui/page-title.tsx'
import { Panel } from '../../../ui/panel.tsx'
import { NotFound } from '../../not-found.tsx'
import { AskedPart } from '../../parts/asked-part.tsx'
import { BackLink } from '../../parts/back-link.tsx'
import { Numbers } from '../../parts/numbers.tsx'
import css from '../../parts/page.module.css'
import { EndAreaDialog, MoveAreaDialog, RenameAreaDialog } from './area-acts.tsx'
import { becameWords, findArea, historyOf, parentWords, standing } from './area-words.ts'
import { History } from './history.tsx'
import { type TreeHold, useTree } from './use-tree.ts'

/** One area: what it is, what it was, and what can be done about it. */
export function AreaPage({ id }: { id: string }) {
  const hold = useTree()
  return (
    <div className={css.page}>
      <BackLink href="/quan-tri/dia-ban">Địa bàn</BackLink>
      <AskedPart asked={hold.asked}>
        {(tree) => {
          const area = findArea(tree.areas, id)
          if (!area) return <NotFound what="địa bàn này" />
          return (
            <>
              <PageTitle lead={areaKindNames[area.kind]}>{area.name}</PageTitle>
              <About area={area} tree={tree} />
              {area.until === null ? <Acts area={area} tree={tree} hold={hold} /> : null}
              <Panel title="Lịch sử">
                <History
                  lines={historyOf(area, tree.areas).map(({ from, words }) => ({ when: formatDate(from), words }))}
                />
              </Panel>
            </>
          )
        }}
      </AskedPart>
    </div>
  )
}

function About({ area, tree: { areas } }: { area: AreaRow; tree: AreasReply }) {
  const { id, kind, from, until, parentId, facilities, people } = area
  const inside = standing(areas).filter((each) => each.parentId === id)
  return (
    <Panel title="Địa bàn">
      <Numbers
        lines={[
          { name: 'Cấp', value: areaKindNames[kind] },
          { name: 'Cấp trên', value: parentWords(areas, parentId).replace(/^thuộc /, '') },
          { name: 'Từ ngày', value: formatDate(from) },
          ...(until === null
            ? []
            : [
                { name: 'Hết hiệu lực', value: formatDate(until), tone: 'none' as const },
                { name: 'Sau đó', value: becameWords(area, areas) },
              ]),
          ...(holdsFacilities(kind)
            ? [{ name: 'Cơ sở', value: String(facilities) }]
            : [{ name: 'Địa bàn bên trong', value: String(inside.length) }]),
          ...(until === null && holdsFacilities(kind) ? [{ name: 'Người phụ trách', value: String(people) }] : []),
        ]}
      />
      {until === null && holdsFacilities(kind) ? (
        <div className={css.actions}>
          {facilities > 0 ? (
            <Link href={`/quan-tri/co-so?dia-ban=${encodeURIComponent(id)}`} className={buttonClass('plain')}>
              Xem {facilities} cơ sở
            </Link>
          ) : null}
          <Link href={`/quan-tri/co-so/them?dia-ban=${encodeURIComponent(id)}`} className={buttonClass('plain')}>
            Thêm cơ sở vào địa bàn này
          </Link>
        </div>
      ) : null}
    </Panel>
  )
}

function Acts({ area, tree, hold }: { area: AreaRow; tree: AreasReply; hold: TreeHold }) {
  const [asking, setAsking] = useState<'rename' | 'move' | 'end' | null>(null)
  const end = () => setAsking(null)
  const { id, kind } = area
  const hasDistricts = tree.areas.some((each) => each.until === null && !holdsFacilities(each.kind))
  const dialog = { area, tree, hold, onClose: end }
  return (
    <Panel title="Việc có thể làm">
      <div className={css.actions}>
        <Button onClick={() => setAsking('rename')}>Đổi tên</Button>
        {holdsFacilities(kind) && hasDistricts ? <Button onClick={() => setAsking('move')}>Đổi cấp trên</Button> : null}
        <Link href={`/quan-tri/dia-ban/nhap?dia-ban=${encodeURIComponent(id)}`} className={buttonClass('plain')}>
          Nhập với địa bàn khác
        </Link>
        <Link href={`/quan-tri/dia-ban/${id}/tach`} className={buttonClass('plain')}>
          Tách thành nhiều
        </Link>
        <Button look="danger" onClick={() => setAsking('end')}>
          Kết thúc
        </Button>
      </div>
      {asking === 'rename' ? <RenameAreaDialog {...dialog} /> : null}
      {asking === 'move' ? <MoveAreaDialog {...dialog} /> : null}
      {asking === 'end' ? <EndAreaDialog {...dialog} /> : null}
    </Panel>
  )
}
