/** The word that somebody probably meant. Used where a name of a fixed list is mistyped, so that the refusal can name the right one. */

/** Longer words are no slips of the finger, and comparing them would cost. */
const LONGEST = 32;

/** The nearest of `candidates`, without regard to case: a beginning of it, or a few letters off. null where none is near. */
export function closest<T extends string>(word: string, candidates: readonly T[]): T | null {
  const typed = word.toLowerCase();
  if (typed === "" || typed.length > LONGEST) return null;
  const begun = typed.length >= 3 ? candidates.filter((candidate) => candidate.toLowerCase().startsWith(typed)) : [];
  if (begun[0] !== undefined && begun.length === 1) return begun[0];
  const limit = Math.min(3, Math.max(1, Math.floor(typed.length / 3)));
  const near = candidates
    .filter((candidate) => Math.abs(candidate.length - typed.length) <= limit)
    .map((candidate) => ({ candidate, far: distance(typed, candidate.toLowerCase()) }))
    .filter(({ far }) => far <= limit)
    .sort((a, b) => a.far - b.far);
  return near[0]?.candidate ?? null;
}

/** Letters to insert, remove, replace or swap with their neighbour (optimal string alignment). */
function distance(a: string, b: string): number {
  let before: number[] = [];
  let above = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let least = Math.min((above[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (above[j - 1] ?? 0) + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) least = Math.min(least, (before[j - 2] ?? 0) + 1);
      row.push(least);
    }
    before = above;
    above = row;
  }
  return above[b.length] ?? 0;
}
