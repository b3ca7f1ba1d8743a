import { type Database, Prisma, readCheckpoint } from '@fulcrum/db';
import { HISTORY_ID } from '@fulcrum/protocol';
import { z } from 'zod';
import { readCursor } from '../lists/cursor.ts';
import { pageOf } from '../lists/page.ts';
import { lastRowOf, lastRowUpTo } from '../lists/shard-rows.ts';

/** A withdrawal that nobody has decided yet. */
export interface WaitingWithdrawal {
  readonly transferId: string;
  readonly userId: string;
  readonly amount: string;
  /** Null where the history has not come to it yet. */
  readonly heldAt: number | null;
}

interface Waiting extends WaitingWithdrawal {
  readonly place: readonly [of: 'hold' | 'row', number: string];
}

interface Page {
  readonly limit: number;
  readonly after?: string | undefined;
}

const place = z.union([
  z.tuple([z.literal('hold'), z.string().regex(/^\d{1,18}$/)]),
  z.tuple([z.literal('row'), z.string().regex(HISTORY_ID)]),
]);

/**
 * The withdrawals that wait, the oldest first. The engine's last snapshot lists what is on hold. Those decided since are
 * left out, and those asked for since follow. So a page reads about as many rows as wait, however many were ever paid.
 */
export class WithdrawalQueue {
  readonly #db: Database;
  readonly #shard: number;

  constructor(db: Database, shard: number) {
    this.#db = db;
    this.#shard = shard;
  }

  async page({ limit, after }: Page): Promise<{ rows: readonly WaitingWithdrawal[]; next?: string }> {
    const from = after === undefined ? (['hold', '0'] as const) : readCursor(after, place);
    // The checkpoint comes first: what a newer snapshot has besides is found twice, and never missed.
    const position = await readCheckpoint(this.#db, this.#shard, 'engine');
    const held = from[0] === 'hold' ? await this.#onHold(from[1], limit + 1) : [];
    const behind = from[0] === 'row' ? from[1] : lastRowUpTo(this.#shard, position);
    const later = held.length > limit ? [] : await this.#heldSince(behind, limit + 1);
    const known = new Set(held.map(({ transferId }) => transferId));
    const waiting = [...held, ...later.filter(({ transferId }) => !known.has(transferId))];
    const { rows, ...next } = pageOf(waiting, limit, (row) => row.place);
    return { rows: rows.map(({ place: _place, ...row }) => row), ...next };
  }

  async #onHold(behind: string, most: number): Promise<Waiting[]> {
    const found = await this.#db.$queryRaw<(WaitingWithdrawal & { number: bigint })[]>`
      select hold."number", hold."transferId", hold."userId", hold."amount"::text,
        (
          select "madeAt"::float8 from "Transfer" step
          where step."transferId" = hold."transferId" and step."shard" = hold."shard" and step."step" = 'held'
          order by "id" limit 1
        ) as "heldAt"
      from "Hold" hold
      where hold."shard" = ${this.#shard}::int and hold."number" > ${behind}::bigint and ${undecided('hold')}
      order by hold."number" limit ${most}::int`;
    return found.map(({ number, ...row }) => ({ ...row, place: ['hold', String(number)] }));
  }

  async #heldSince(behind: string, most: number): Promise<Waiting[]> {
    const found = await this.#db.$queryRaw<(WaitingWithdrawal & { id: string })[]>`
      select held."id", held."transferId", held."userId", held."amount"::text, held."madeAt"::float8 as "heldAt"
      from "Transfer" held
      where held."shard" = ${this.#shard}::int and held."step" = 'held'
        and held."id" > ${behind} and held."id" <= ${lastRowOf(this.#shard)} and ${undecided('held')}
      order by held."id" limit ${most}::int`;
    return found.map(({ id, ...row }) => ({ ...row, place: ['row', id] }));
  }
}

/** The history has no end of this withdrawal. */
function undecided(name: 'hold' | 'held'): Prisma.Sql {
  const of = Prisma.raw(name);
  return Prisma.sql`not exists (
    select from "Transfer" decided
    where decided."transferId" = ${of}."transferId" and decided."shard" = ${of}."shard"
      and decided."step" in ('paid', 'released')
  )`;
}
