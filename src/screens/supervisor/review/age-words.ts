const HOUR = 3_600_000

/** "dưới 1 giờ", "5 giờ", "3 ngày": how long something has stood so. */
export function ageWords(since: number, now = Date.now()): string {
  const hours = Math.floor((now - since) / HOUR)
  if (hours < 1) return 'dưới 1 giờ'
  return hours < 24 ? `${hours} giờ` : `${Math.floor(hours / 24)} ngày`
}
