import { fold } from '../domain/search.ts'

/** "bien-ban-tram-y-te-xa-suoi-mo-2026-11-22.pdf": letters that every system and every messenger keeps. */
export function fileName(kind: 'bien-ban' | 'ban-cho-co-so' | 'bao-cao', facility: string, date: string): string {
  const slug = fold(facility)
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 60)
    .replace(/^-+|-+$/g, '')
  return `${[kind, slug, date].filter(Boolean).join('-')}.pdf`
}
