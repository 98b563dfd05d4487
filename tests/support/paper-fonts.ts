import { subsetForPaper } from '../../scripts/paper-fonts.ts'
import { bringFonts } from '../../src/documents/paper-pdf.ts'

/** The files from which the build makes the fonts of papers. */
export const fontFiles = {
  normal: '400Regular/Tinos_400Regular.ttf',
  bold: '700Bold/Tinos_700Bold.ttf',
  italics: '400Regular_Italic/Tinos_400Regular_Italic.ttf',
  bolditalics: '700Bold_Italic/Tinos_700Bold_Italic.ttf',
}

export function readFont(style: keyof typeof fontFiles): Promise<Buffer> {
  return subsetForPaper(`node_modules/@expo-google-fonts/tinos/${fontFiles[style]}`)
}

/** Once, before the first PDF of a test: the fonts as the app carries them. */
export async function bringPaperFonts(): Promise<void> {
  const [normal, bold, italics, bolditalics] = await Promise.all([
    readFont('normal'),
    readFont('bold'),
    readFont('italics'),
    readFont('bolditalics'),
  ])
  bringFonts({ normal, bold, italics, bolditalics })
}

/** The characters that a TrueType font has a glyph for, from its `cmap` (formats 4 and 12). */
export function charactersOf(font: Buffer): Set<number> {
  const tables = Array.from({ length: font.readUInt16BE(4) }, (_, index) => 12 + index * 16)
  const cmap = tables.find((at) => font.toString('latin1', at, at + 4) === 'cmap')
  if (cmap === undefined) throw new Error('a font without characters')
  const start = font.readUInt32BE(cmap + 8)
  const found = new Set<number>()
  for (let index = 0; index < font.readUInt16BE(start + 2); index++) {
    const at = start + font.readUInt32BE(start + 4 + index * 8 + 4)
    const format = font.readUInt16BE(at)
    if (format === 4) {
      const segments = font.readUInt16BE(at + 6)
      for (let each = 0; each < segments; each += 2) {
        const [end, begin] = [font.readUInt16BE(at + 14 + each), font.readUInt16BE(at + 16 + segments + each)]
        for (let code = begin; code <= end && code < 0xffff; code++) found.add(code)
      }
    }
    if (format === 12)
      for (let group = 0; group < font.readUInt32BE(at + 12); group++) {
        const from = at + 16 + group * 12
        for (let code = font.readUInt32BE(from); code <= font.readUInt32BE(from + 4); code++) found.add(code)
      }
  }
  return found
}
