/** How long a quote stays where the fair value does not move. */
const SLOT_MS = 400;

/**
 * By how many ticks quotes are beside the fair value at a moment: -1, 0 or 1, the same for the same market and moment. The
 * recording moves about once a second, and a market where nothing happens in between looks dead.
 */
export function flickerAt(symbol: string, nowMs: number): number {
  const slot = Math.floor(nowMs / SLOT_MS);
  let mixed = slot >>> 0;
  for (const letter of symbol) mixed = Math.imul(mixed ^ letter.charCodeAt(0), 0x9e3779b1);
  return (((mixed ^ (mixed >>> 15)) >>> 0) % 3) - 1;
}
