/**
 * The colour index that a dataset has by default, from its id alone (FNV-1a, 32 bits).
 * `color_index` of the styles crate computes the same.
 */
export function colorIndex(dataset: string, colors: number): number {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(dataset)) {
    hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  }
  return colors === 0 ? 0 : hash % colors;
}

/** Colours for datasets drawn together: each its own by default, the next free one where another has it already. */
export function assignColors(ids: readonly string[], colors: readonly string[]): Map<string, string> {
  const assigned = new Map<string, string>();
  for (const id of ids) {
    const own = colorIndex(id, colors.length);
    const turns = colors.map((_, turn) => colors[(own + turn) % colors.length]);
    const taken = new Set(assigned.values());
    const color = turns.find((candidate) => candidate !== undefined && !taken.has(candidate)) ?? turns[0];
    if (color !== undefined) assigned.set(id, color);
  }
  return assigned;
}
