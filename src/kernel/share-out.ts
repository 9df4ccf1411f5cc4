/** Divides scarce room among several who want some of it. Used where texts have to fit: into the model's window, into Discord's embeds. */

/** What each of the wants gets of the room: the small ones all they want, the greedy ones equal parts of the rest. */
export function shareOut(wants: readonly number[], room: number): number[] {
  const given = wants.map(() => 0);
  const smallestFirst = wants.map((want, index) => ({ want, index })).sort((a, b) => a.want - b.want);
  let left = room;
  for (const [served, { want, index }] of smallestFirst.entries()) {
    const part = Math.max(0, Math.min(want, left / (wants.length - served)));
    given[index] = part;
    left -= part;
  }
  return given;
}
