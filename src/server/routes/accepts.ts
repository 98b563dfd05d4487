/** Whether a header such as "gzip, br;q=0.8" names a thing, and does not refuse it. */
export function accepts(header: string | null, name: string): boolean {
  return (header ?? '').split(',').some((part) => {
    const [token, ...parameters] = part.split(';').map((text) => text.trim().toLowerCase())
    return token === name && !parameters.some((parameter) => /^q=0(\.0*)?$/.test(parameter))
  })
}
