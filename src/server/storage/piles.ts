/** A list in piles: SQLite takes so many values in one statement, PostgreSQL twice as many, and there may be more. */
export function pilesOf<T>(all: readonly T[], size = 500): T[][] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, n) => all.slice(n * size, (n + 1) * size))
}
