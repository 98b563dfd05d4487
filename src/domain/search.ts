/** "Trạm Y tế Đồng Xuân" → "tram y te dong xuan": how people type a name in a hurry. */
export function fold(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{M}+/gu, '')
    .replace(/[đĐ]/g, 'd')
    .toLowerCase()
    .replace(/\s+/g, ' ')
    .trim()
}

/** The folded words of a text, each behind a space: made once for a text that is searched again and again. */
export function wordsOf(text: string): string {
  return ` ${fold(text).replace(/[^\p{L}\p{N}]+/gu, ' ')}`
}

/** Tells of the words of a text (`wordsOf`) whether every word of the query begins one of them, marks and order aside. */
export function finder(query: string): (words: string) => boolean {
  const wanted = fold(query)
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean)
  return (words) => wanted.every((word) => words.includes(` ${word}`))
}

/** Whether every word of the query begins somewhere in the text, marks and order aside. */
export function matches(text: string, query: string): boolean {
  return finder(query)(wordsOf(text))
}
