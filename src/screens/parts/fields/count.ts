/** A whole number as people type it ("1.200", "1 200"); null where it is none. */
export function readCount(text: string): number | null {
  const packed = text.trim().replace(/(?<=\d)[\s.](?=\d{3}(?!\d))/g, '')
  if (!/^\d{1,9}$/.test(packed)) return null
  return Number(packed)
}
