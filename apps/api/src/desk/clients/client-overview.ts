import { type Database, Prisma } from '@fulcrum/db';
import { staffRole } from '@fulcrum/desk';
import { Problem } from '@fulcrum/http';
import { identityState } from '@fulcrum/identity';
import type { JsonEvent } from '@fulcrum/protocol';
import { required } from '../../controllers/engine-answers.ts';
import type { AccountReads } from '../../engine/account-reads.ts';
import { otherShard, unknownUser } from './known-client.ts';

type Account = Extract<JsonEvent, { type: 'account' }>;

/** Rows are counted up to this: nobody needs more, and counting millions takes its time. */
export const MOST_COUNTED = 1_000;

const PROFILE = { select: { name: true, country: true, language: true } } as const;
const SELECTED = {
  ...{ id: true, shard: true, email: true, createdAt: true, lastLoggedIn: true, passwordHash: true },
  ...{
    profile: PROFILE,
    secondFactor: { select: { isOn: true } },
    identity: { select: { state: true, expiresAt: true } },
  },
} as const;

export interface OverviewParts {
  readonly db: Database;
  readonly shard: number;
  readonly reads: Pick<AccountReads, 'exposure'>;
}

/** All that the desk shows of a client at first. What cannot be told at the moment is left out, with why. */
export class ClientOverview {
  readonly #parts: OverviewParts;

  constructor(parts: OverviewParts) {
    this.#parts = parts;
  }

  /** @throws Problem when there is no such user. */
  async of(userId: string) {
    const { db } = this.#parts;
    const user = await db.user.findUnique({ where: { id: userId }, select: SELECTED });
    if (user === null) throw unknownUser();
    const { shard, email, createdAt, lastLoggedIn, passwordHash, profile, secondFactor, identity } = user;
    const { name = null, country = null, language = null } = profile ?? {};
    const [role, counts, account] = await Promise.all([
      staffRole(db, userId),
      this.#counts(userId, shard),
      this.#account(userId, shard),
    ]);
    return {
      client: {
        ...{ userId, shard, email, name, country, language, role: role ?? null, identity: identityState(identity) },
        ...{ createdAt: createdAt.getTime(), lastLoggedIn: lastLoggedIn?.getTime() ?? null },
        ...{ hasPassword: passwordHash !== null, hasSecondFactor: secondFactor?.isOn === true },
      },
      counts,
      ...account,
    };
  }

  /** The engine's figures. They lack where the engine is away, or has no such account, or another shard has it. */
  async #account(userId: string, shard: number) {
    try {
      if (shard !== this.#parts.shard) throw otherShard(shard);
      return { account: printAccount(required(await this.#parts.reads.exposure(userId), 'account')) };
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      return { account: null, accountLack: { code: error.code, detail: error.message } };
    }
  }

  async #counts(userId: string, shard: number) {
    const client = Prisma.sql`"userId" = ${userId}::uuid`;
    const counted = (of: Prisma.Sql) => Prisma.sql`
      (select count(*)::int from (select from ${of} limit ${MOST_COUNTED}::int) counted)`;
    const here = Prisma.sql`${client} and "shard" = ${shard}::int`;
    const [counts] = await this.#parts.db.$queryRaw<[Record<CountName, number>]>`
      select
        ${counted(Prisma.sql`"ExistingTrade" where ${here}`)} as "trades",
        ${counted(Prisma.sql`"LedgerEntry" where ${here}`)} as "ledgerEntries",
        ${counted(Prisma.sql`"Transfer" where ${here}`)} as "transfers",
        ${counted(Prisma.sql`"Rejection" where ${here}`)} as "rejections",
        ${counted(Prisma.sql`"ClientNote" where ${client}`)} as "notes",
        ${counted(Prisma.sql`"UserSession" where ${client} and "expiresAt" > now()`)} as "sessions"`;
    return counts;
  }
}

type CountName = 'trades' | 'ledgerEntries' | 'transfers' | 'rejections' | 'notes' | 'sessions';

function printAccount({ type: _type, requestId: _requestId, orders: _orders, next: _next, ...account }: Account) {
  return account;
}
