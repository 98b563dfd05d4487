import { type ChangeEvent, useEffect, useRef, useState } from 'react'
import type { Proof } from '../../device/store/steps.ts'
import { PHOTOS_PER_ITEM } from '../../domain/photo-limits.ts'
import { messageOf, Problem, type ProblemCode } from '../../domain/problem.ts'
import { Button } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'
import { createHold } from '../parts/unfinished.ts'
import css from './actions.module.css'

type ProofShotsProps = { item: string; proof: readonly Proof[]; onProof: (proof: readonly Proof[]) => void }

/** Photos of what was done, taken before it is said: they are kept together with the report, or not at all. */
export function ProofShots({ item, proof, onProof }: ProofShotsProps) {
  const camera = useRef<HTMLInputElement>(null)
  const gallery = useRef<HTMLInputElement>(null)
  const [working, setWorking] = useState(0)
  const [problem, setProblem] = useState<ProblemCode | null>(null)

  async function take({ currentTarget: input }: ChangeEvent<HTMLInputElement>) {
    const files = [...(input.files ?? [])]
    // The same picture may be chosen again after it was removed.
    input.value = ''
    const hold = createHold()
    hold('photo')
    setProblem(null)
    setWorking((count) => count + files.length)
    try {
      const { takePhoto } = await import('../../device/camera/take-photo.ts')
      const taken: Proof[] = []
      for (const file of files) {
        const { bytes, ...shot } = await takePhoto(file)
        taken.push({ shot: { item, ...shot }, bytes })
      }
      // The same picture twice is one.
      const all = [...new Map([...proof, ...taken].map((each) => [each.shot.sha256, each])).values()]
      if (all.length > PHOTOS_PER_ITEM) throw new Problem('PHOTO_TOO_MANY', { item })
      onProof(all)
    } catch (error) {
      if (!(error instanceof Problem)) console.error(error)
      setProblem(error instanceof Problem ? error.code : 'PHOTO_UNREADABLE')
    } finally {
      setWorking((count) => count - files.length)
      hold(null)
    }
  }

  return (
    <div className={css.form}>
      {proof.length > 0 ? (
        <ul className={css.shots} aria-label="Ảnh sau khi khắc phục">
          {proof.map((each, index) => (
            <li key={each.shot.sha256} className={css.shot}>
              <Shot proof={each} name={`Ảnh ${index + 1} sau khi khắc phục`} />
              <Button
                look="quiet"
                aria-label={`Bỏ ảnh ${index + 1}`}
                onClick={() => onProof(proof.filter((other) => other !== each))}
              >
                Bỏ ảnh
              </Button>
            </li>
          ))}
        </ul>
      ) : null}
      {problem ? (
        <Notice tone="fail" role="alert" title="Chưa lấy được ảnh">
          <p>{messageOf(problem)}</p>
        </Notice>
      ) : null}
      <input ref={camera} type="file" accept="image/*" capture="environment" multiple hidden onChange={take} />
      <input ref={gallery} type="file" accept="image/*" multiple hidden onChange={take} />
      <div className={css.actions}>
        <Button disabled={working > 0} onClick={() => camera.current?.click()}>
          {working > 0 ? 'Đang xử lý ảnh…' : 'Chụp ảnh sau khi khắc phục'}
        </Button>
        <Button look="quiet" disabled={working > 0} onClick={() => gallery.current?.click()}>
          Từ thư viện
        </Button>
      </div>
    </div>
  )
}

function Shot({ proof: { bytes, shot }, name }: { proof: Proof; name: string }) {
  const [url, setUrl] = useState<string>()
  useEffect(() => {
    const made = URL.createObjectURL(bytes)
    setUrl(made)
    return () => URL.revokeObjectURL(made)
  }, [bytes])
  return <img src={url} alt={name} width={shot.width} height={shot.height} />
}
