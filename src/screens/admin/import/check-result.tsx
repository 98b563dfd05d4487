import type { ImportCheck, ImportFault, ImportOutcome } from '../../../protocol/import-wire.ts'
import { Disclosure } from '../../../ui/disclosure.tsx'
import { Notice } from '../../../ui/notice.tsx'
import css from './import.module.css'
import { countOfNew, numberWords, placeWords } from './import-words.ts'

/** What a file would do, or why it cannot be imported. */
export function CheckResult({ check }: { check: ImportCheck }) {
  const { faults, faultsTotal, warnings, warningsTotal } = check
  const isBad = faultsTotal > 0
  return (
    <>
      {isBad ? (
        <Notice tone="fail" title={`Có ${numberWords(faultsTotal)} chỗ cần sửa nên chưa nhập được`}>
          <p>Sửa trong tệp, lưu lại rồi chọn lại tệp. Máy chủ chưa thay đổi gì.</p>
        </Notice>
      ) : countOfNew(check) === 0 ? (
        <Notice tone="info" title="Không có gì để nhập">
          <p>Mọi dòng trong tệp đã có trên máy chủ, hoặc tệp chưa có dòng nào.</p>
        </Notice>
      ) : (
        <Notice tone="pass" title="Tệp không có lỗi">
          <p>Máy chủ chưa thay đổi gì. Xem lại rồi bấm nút Nhập ở cuối trang.</p>
        </Notice>
      )}
      {isBad ? <FaultTable title="Chỗ cần sửa" faults={faults} total={faultsTotal} /> : <Outcomes check={check} />}
      {warningsTotal > 0 ? <FaultTable title="Nên xem lại" faults={warnings} total={warningsTotal} /> : null}
    </>
  )
}

function Outcomes({ check }: { check: ImportCheck }) {
  const rows: [name: string, outcome: ImportOutcome][] = [
    ['Người dùng', check.people],
    ['Cơ sở', check.facilities],
  ]
  return (
    <>
      <table className={css.table}>
        <caption className={css.hidden}>Tệp này sẽ làm gì</caption>
        <thead>
          <tr>
            <th scope="col">Danh sách</th>
            <th scope="col">Thêm mới</th>
            <th scope="col">Thay đổi</th>
            <th scope="col">Giữ nguyên</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(([name, { created, changed, same }]) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td>{numberWords(created.count)}</td>
              <td>{numberWords(changed.count)}</td>
              <td>{numberWords(same)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <div className={css.names}>
        {rows.map(([name, { created, changed }]) => (
          <div key={name}>
            <Names title={`${name} thêm mới`} {...created} />
            <Names title={`${name} thay đổi`} {...changed} />
          </div>
        ))}
      </div>
    </>
  )
}

function Names({ title, count, names }: { title: string; count: number; names: readonly string[] }) {
  if (count === 0) return null
  return (
    <Disclosure label={`${title} (${numberWords(count)})`}>
      {() => (
        <>
          <ul className={css.nameList}>
            {names.map((name, index) => (
              // Two facilities of one name lie in two areas.
              // biome-ignore lint/suspicious/noArrayIndexKey: the list never changes.
              <li key={index}>{name}</li>
            ))}
          </ul>
          {count > names.length ? <p className={css.more}>… và {numberWords(count - names.length)} nữa.</p> : null}
        </>
      )}
    </Disclosure>
  )
}

function FaultTable({ title, faults, total }: { title: string; faults: readonly ImportFault[]; total: number }) {
  return (
    <section className={css.faults} aria-label={title}>
      <h3>
        {title} ({numberWords(total)})
      </h3>
      <table className={css.table} data-stacked>
        <caption className={css.hidden}>{title}</caption>
        <thead>
          <tr>
            <th scope="col">Vị trí</th>
            <th scope="col">Cột</th>
            <th scope="col">Đang ghi</th>
            <th scope="col">Cần làm gì</th>
          </tr>
        </thead>
        <tbody>
          {faults.map((fault, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: one cell may have two faults; the list never changes.
            <tr key={index}>
              <th scope="row">{placeWords(fault)}</th>
              <td data-title="Cột">{fault.header || '–'}</td>
              <td data-title="Đang ghi">{fault.value || '(trống)'}</td>
              <td>{fault.message}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {total > faults.length ? (
        <p className={css.more}>
          Chỉ hiện {numberWords(faults.length)} chỗ đầu trong {numberWords(total)} chỗ. Sửa xong hãy kiểm tra lại.
        </p>
      ) : null}
    </section>
  )
}
