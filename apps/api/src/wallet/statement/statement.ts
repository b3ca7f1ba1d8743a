import { type Money, readMoney } from '@fulcrum/cfd';
import { Problem } from '@fulcrum/http';
import { assert } from '@fulcrum/log';
import type { Ledger } from '../ledger/ledger.ts';
import { type IdRange, idAt } from '../ledger/ledger-entry.ts';
import type { KindSum } from '../ledger/ledger-rows.ts';
import { type Month, monthName } from './month.ts';

/** What a month did to an account's cash. */
export interface Statement {
  readonly month: Month;
  readonly opening: Money;
  readonly closing: Money;
  readonly sums: readonly KindSum[];
  /** How many entries there are. */
  readonly count: number;
  /** Those entries, and none that came while they were being read. */
  readonly range: IdRange;
  /** Whether the month is over, and all of it is in the history. */
  readonly isFinal: boolean;
}

export interface StatementParts {
  readonly ledger: Ledger;
  /** Whether the history has everything from before a time that has passed. */
  readonly hasAllBefore: (timeMs: number) => Promise<boolean>;
}

/**
 * Works out a statement. Its entries are pinned first, so that all figures are about the same ones.
 *
 * @throws Problem for a month before the account's first entry, or one that has not begun.
 */
export async function statementOf({ ledger, hasAllBefore }: StatementParts, userId: string, month: Month) {
  const now = Date.now();
  if (month.from > now) throw noStatement(`${month.name} has not begun.`);
  const isFinal = month.to <= now && (await hasAllBefore(month.to));
  const first = await ledger.first(userId);
  if (first === undefined) throw noStatement('Nothing has changed the cash of this account yet.');
  if (first.time >= month.to) throw noStatement(`The statements of this account begin with ${monthName(first.time)}.`);
  const [gte, lt] = [idAt(ledger.shard, month.from), idAt(ledger.shard, month.to)];
  const opening = readMoney((await ledger.last(userId, { lt: gte }))?.cash ?? '0.000000');
  const last = await ledger.last(userId, { gte, lt });
  const range = last === undefined ? { gte, lt: gte } : { gte, lte: last.id };
  const closing = last === undefined ? opening : readMoney(last.cash);
  const sums = last === undefined ? [] : await ledger.sums(userId, range);
  const change = sums.reduce((sum, { amount }) => sum + amount, 0n);
  assert(opening + change === closing, 'the entries of a month add up to what the account has behind it');
  const count = sums.reduce((all, sum) => all + sum.count, 0);
  return { month, opening, closing, sums, count, range, isFinal } satisfies Statement;
}

function noStatement(why: string): Problem {
  return new Problem(404, 'no_statement', why);
}
