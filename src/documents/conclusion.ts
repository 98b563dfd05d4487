import type { Checklist } from '../domain/checklist.ts'
import { formatPoints } from '../domain/decimal.ts'
import type { Score } from '../domain/scoring/result.ts'
import { itemStateWords, pointsWords, totalWords } from '../domain/scoring/score-words.ts'
import type { Target, WayUp } from '../domain/scoring/way-up.ts'

/** What the score comes to, in the words of a document. The scoring's own sentences, unchanged. */

/** The total as its checklist reads it; while items are blank, of what was answered. */
export function shownTotal({ grading }: Checklist, { earned, max, answeredMax, grade }: Score): string {
  return totalWords(grading.by, { earned, max: grade || grading.by === 'points' ? max : answeredMax })
}

/** "60/96 điểm (62,5 %)"; a dash where nothing is scored. */
export function totalLine(checklist: Checklist, score: Score): string {
  const { earned, max } = score
  if (max <= 0) return '–'
  return checklist.grading.by === 'points'
    ? pointsWords(earned, max)
    : `${pointsWords(earned, max)} (${shownTotal(checklist, score)})`
}

/** The grade, or that there is none; then why. */
export function conclusionOf(score: Score): { grade: string; why: string } {
  const { grade } = score
  if (grade === null)
    return {
      grade: 'Chưa xếp loại',
      why: `Mới trả lời ${score.answered}/${score.applicable} tiêu chí; điểm là tạm tính trên các câu đã trả lời.`,
    }
  if (grade.tone === 'undetermined') {
    const title = grade.title === itemStateWords.undetermined ? '' : `${grade.title}. `
    return { grade: `${title}Chưa đủ căn cứ để xếp loại`, why: grade.why }
  }
  return { grade: grade.title, why: grade.why }
}

/** What a reader must know of the scale itself; null where the law or a source sets it. */
export function scaleRemark({ grading }: Checklist): string | null {
  return grading.origin === 'proposed'
    ? 'Thang xếp loại là thang đề xuất của bộ tiêu chí, không phải quy định của văn bản pháp luật.'
    : null
}

/** What separates the facility from a better grade, each with its own list. */
export function wayUpWords(way: WayUp): { title: string; steps: string[] }[] {
  switch (way.is) {
    case 'unfinished':
      return [{ title: 'Chưa xếp loại', steps: [`Còn ${way.blank} tiêu chí chưa trả lời.`] }]
    case 'undetermined':
      return [
        {
          title: 'Chưa đủ căn cứ để xếp loại',
          steps: [
            way.why,
            ...(way.open.length > 0 ? [`Cần số liệu hoặc giới hạn của tiêu chí ${way.open.join(', ')}.`] : []),
          ],
        },
      ]
    case 'best':
      return [{ title: 'Đã ở mức cao nhất của bộ tiêu chí', steps: [] }]
    case 'missing':
      return way.targets.map((target) => ({ title: `Để đạt “${target.band.title}”`, steps: stepsOf(target) }))
    default:
      return way satisfies never
  }
}

function stepsOf({ steps, enough }: Target): string[] {
  if (enough.length === 0) return steps
  return [...steps, `Khắc phục trọn vẹn tiêu chí ${enough.join(', ')} thì đủ điểm.`]
}

/** "−1,5 điểm"; what an item cost, where it cost points. */
export function lossWords(lost: number): string {
  return lost > 0 ? `−${formatPoints(lost)}\u00a0điểm` : 'không tính điểm'
}
