import { readAtOneMoment } from '@fulcrum/db';
import type { ChainFault, ChainPlace } from './chain.ts';
import { chainPage, readChainRow } from './chain-rows.ts';
import { ChainWalk } from './chain-walk.ts';

const PAGE = 5_000;

/** A page takes a fraction of a second. */
const SILENCE_LIMIT_MS = 60_000;

export interface ChainCheck {
  /** What was kept elsewhere of a row: rows cannot be cut off the end without anybody's knowing, nor all be made anew. */
  readonly expected?: ChainPlace | undefined;
  /** Told after each page. */
  readonly onProgress?: ((checked: bigint) => void) | undefined;
}

/** Up to where the chain is whole, and where it is broken. */
export interface ChainReport {
  readonly last: ChainPlace;
  readonly fault: ChainFault | undefined;
}

/** Works the whole chain out again, as it is at one moment. */
export function checkChain(databaseUrl: string, { expected, onProgress }: ChainCheck = {}): Promise<ChainReport> {
  return readAtOneMoment(databaseUrl, SILENCE_LIMIT_MS, async ({ copy }) => {
    const walk = new ChainWalk();
    let otherwise: ChainFault | undefined;
    for (let isMore = true; isMore; onProgress?.(walk.place.number)) {
      const rows = [];
      for await (const some of copy(chainPage(walk.from, PAGE))) for (const row of some) rows.push(readChainRow(row));
      isMore = walk.page(rows, PAGE);
      const known = rows.find(({ number }) => number === expected?.number);
      if (expected !== undefined && known !== undefined) otherwise ??= differing(expected, known.hash);
    }
    const { place: last, fault } = walk;
    return { last, fault: first(fault, otherwise ?? (expected && cutOff(expected, last))) };
  });
}

function differing({ number, hash }: ChainPlace, found: string | null): ChainFault | undefined {
  if (found === hash) return undefined;
  return { number, kind: 'not-as-expected', message: `Row ${number} has the hash ${found}, and not the expected one.` };
}

function cutOff({ number }: ChainPlace, last: ChainPlace): ChainFault | undefined {
  if (number <= last.number) return undefined;
  const message = `Row ${number} was expected, and the log ends with row ${last.number}: the rest was cut off.`;
  return { number: last.number + 1n, kind: 'cut-off', message };
}

function first(one: ChainFault | undefined, other: ChainFault | undefined): ChainFault | undefined {
  return one === undefined || (other !== undefined && other.number < one.number) ? other : one;
}
