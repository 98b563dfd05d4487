export type DeviceStorage = { persisted: boolean; usage: number | null; quota: number | null }

/** What the browser says of this store; null where it says nothing (plain http, old browsers). */
export async function readStorage(): Promise<DeviceStorage | null> {
  if (!navigator.storage?.estimate) return null
  const [persisted, { usage, quota }] = await Promise.all([navigator.storage.persisted(), navigator.storage.estimate()])
  return { persisted, usage: usage ?? null, quota: quota ?? null }
}

export function megabytes(bytes: number): string {
  const whole = Math.round(bytes / 1_048_576)
  if (whole < 1) return 'dưới 1 MB'
  return `${new Intl.NumberFormat('vi-VN').format(whole)} MB`
}

/** "45 KB", "1,2 MB": of what is small beside a disk. */
export function sizeWords(bytes: number): string {
  const [amount, unit, digits] = bytes < 1_048_576 ? [bytes / 1024, 'KB', 0] : [bytes / 1_048_576, 'MB', 1]
  return `${new Intl.NumberFormat('vi-VN', { maximumFractionDigits: digits }).format(Math.max(amount, bytes > 0 ? 1 : 0))} ${unit}`
}
