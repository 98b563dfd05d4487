/** Letters of a piece: one line at a time would cost more than what is in it. */
const PIECE = 64 * 1024

/** The same text in pieces of about 64 KB. */
export async function* inPieces(texts: AsyncIterable<string>): AsyncGenerator<Buffer> {
  let piece = ''
  for await (const text of texts) {
    piece += text
    if (piece.length < PIECE) continue
    yield Buffer.from(piece)
    piece = ''
  }
  if (piece !== '') yield Buffer.from(piece)
}
