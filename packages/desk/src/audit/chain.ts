import { createHash } from 'node:crypto';

/** A row of the audit log as it is hashed. A part that the database cannot tell, as the time of "infinity", is null. */
export interface ChainRow {
  readonly number: bigint;
  /** Milliseconds since 1970, actor, role, address, act, subject and content, in this order. */
  readonly parts: readonly (string | null)[];
  /** In hex, as all hashes here. */
  readonly previousHash: string | null;
  readonly hash: string | null;
}

/** The row up to which a chain is known. */
export interface ChainPlace {
  readonly number: bigint;
  readonly hash: string;
}

/** Before the first row. */
export const CHAIN_START: ChainPlace = { number: 0n, hash: '0'.repeat(64) };

export type FaultKind = 'gap' | 'previous-hash' | 'hash' | 'not-as-expected' | 'cut-off';

/** Where a chain is broken, and how. */
export interface ChainFault {
  readonly number: bigint;
  readonly kind: FaultKind;
  /** For people. */
  readonly message: string;
}

/** What is wrong with the row that comes behind a place; undefined if it is the next one, as it was written. */
export function chainFault(last: ChainPlace, row: ChainRow): ChainFault | undefined {
  const { number } = row;
  const next = last.number + 1n;
  if (number > next)
    return { number: next, kind: 'gap', message: `Row ${next} is missing: the next one is ${number}.` };
  if (number < next)
    return { number, kind: 'gap', message: `Row ${number} stands where ${next} has to: it was added by hand.` };
  if (row.previousHash !== last.hash)
    return {
      ...{ number, kind: 'previous-hash' },
      message: `Row ${number} is not hashed onto the row before it: that one was put in another’s place.`,
    };
  if (row.hash !== hashOf(row))
    return { number, kind: 'hash', message: `Row ${number} is not what was hashed: it was changed.` };
  return undefined;
}

/**
 * The hash that a row has to have: of the one before, and of its parts, each on a line of its own. Undefined for a row that
 * the log takes from nobody: with the end of a line in a part before the content, another row could have the same text.
 */
function hashOf({ number, parts, previousHash }: ChainRow): string | undefined {
  if (previousHash === null || parts.includes(null)) return undefined;
  if (parts.slice(0, -1).some((part) => /[\r\n]/.test(part ?? ''))) return undefined;
  return createHash('sha256')
    .update(Buffer.from(previousHash, 'hex'))
    .update([number, ...parts].join('\n'))
    .digest('hex');
}
