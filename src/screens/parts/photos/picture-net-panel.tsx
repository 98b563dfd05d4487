import { useState } from 'react'
import { readPictureNet, setWifiOnly } from '../../../device/store/picture-net.ts'
import { useStore } from '../../../device/store/use-store.ts'
import { useDevice } from '../../../device/sync/device.ts'
import { useNetworkKind } from '../../../device/sync/use-network.ts'
import { Notice } from '../../../ui/notice.tsx'
import { Panel } from '../../../ui/panel.tsx'
import { problemWords } from '../problem-words.ts'
import { HeldPictures } from './held-pictures.tsx'
import css from './picture-net-panel.module.css'
import { networkWords } from './picture-net-words.ts'

/** The switch that keeps pictures off mobile networks, for this person on this device. Mutations never wait for it. */
export function PictureNetPanel() {
  const { store, engine } = useDevice()
  const net = useStore(readPictureNet, [])
  const kind = useNetworkKind()
  const [problem, setProblem] = useState<string | null>(null)
  if (!net) return null

  async function turn(wifiOnly: boolean) {
    setProblem(null)
    try {
      await setWifiOnly(store, wifiOnly)
      if (!wifiOnly) await engine.syncNow()
    } catch (error) {
      setProblem(problemWords(error).message)
    }
  }

  return (
    <Panel title="Ảnh và mạng di động">
      <label className={css.switch}>
        <input type="checkbox" checked={net.wifiOnly} onChange={({ target }) => void turn(target.checked)} />
        <span>Chỉ gửi ảnh khi có Wi-Fi</span>
      </label>
      <p className={css.small}>
        {net.wifiOnly || kind === 'unknown' ? networkWords[kind] : 'Đang tắt: ảnh gửi và tải về qua mọi mạng.'} Câu trả
        lời luôn được gửi ngay.
      </p>
      {problem ? (
        <Notice tone="fail" role="alert">
          <p>{problem}</p>
        </Notice>
      ) : null}
      <HeldPictures />
    </Panel>
  )
}
