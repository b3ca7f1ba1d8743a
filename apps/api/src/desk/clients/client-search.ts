import { type Database, Prisma } from '@fulcrum/db';
import { z } from 'zod';
import { readCursor, timePlace } from '../lists/cursor.ts';
import { pageOf } from '../lists/page.ts';

/** Which clients are listed. */
export interface ClientQuery {
  readonly search?: string | undefined;
  readonly after?: string | undefined;
  readonly limit: number;
}

/** A page of a list of clients. */
export interface ClientIds {
  readonly userIds: readonly string[];
  readonly next?: string;
}

/** By what a client is found: their e-mail address, their name, or the name's last word. */
interface Found {
  readonly key: string;
  readonly userId: string;
  /** A client may be found by several keys, and is listed by the first of them. */
  readonly isListed: boolean;
}

const UUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i;

/** A page without a client is passed over so often, at most. Then it is answered as it is, with where to go on. */
const MAX_ROUNDS = 10;

/** Behind all texts that begin with another one, in the order of characters' numbers. */
const LAST_CHARACTER = '\u{10ffff}';

const keyPlace = z.tuple([
  z
    .string()
    .max(512)
    .regex(/^\P{C}*$/u),
  z.uuid(),
]);

/** What the migration 0032 has indexes of: they are used only by the same expressions. */
const KEYS = {
  email: Prisma.sql`lower(u."email" collate "pg_c_utf8")`,
  name: Prisma.sql`lower(p."name" collate "pg_c_utf8")`,
  lastWord: Prisma.sql`regexp_replace(lower(p."name" collate "pg_c_utf8"), '^.* ', '')`,
};

/**
 * Finds clients. Without a search the newest come first. What is searched for is the beginning of an e-mail address, of a
 * name or of its last word, and these are in the order of what they are found by; or the id of a user, an order or a
 * transfer. However many there are, a page looks at the rows of a page alone.
 */
export class ClientSearch {
  readonly #db: Database;
  readonly #shard: number;

  constructor(db: Database, shard: number) {
    this.#db = db;
    this.#shard = shard;
  }

  async find({ search, after, limit }: ClientQuery): Promise<ClientIds> {
    if (search === undefined) return this.#newest(after, limit);
    if (UUID.test(search)) return { userIds: await this.#byId(search, limit) };
    let page = await this.#beginningWith(search, after, limit);
    for (let round = 1; page.userIds.length === 0 && page.next !== undefined && round < MAX_ROUNDS; round += 1)
      page = await this.#beginningWith(search, page.next, limit);
    return page;
  }

  async #newest(after: string | undefined, limit: number): Promise<ClientIds> {
    const [time, id] = after === undefined ? [] : readCursor(after, timePlace);
    const behind = time && Prisma.sql`where ("createdAt", "id") < (${time}::timestamptz, ${id}::uuid)`;
    const found = await this.#db.$queryRaw<{ id: string; createdAt: Date }[]>`
      select "id", "createdAt" from "User" ${behind ?? Prisma.empty}
      order by "createdAt" desc, "id" desc limit ${limit + 1}::int`;
    const { rows, ...next } = pageOf(found, limit, (row) => [String(row.createdAt.getTime()), row.id]);
    return { userIds: rows.map((row) => row.id), ...next };
  }

  /** Each key has an index in its own order, of which a page's rows are read. */
  async #beginningWith(search: string, after: string | undefined, limit: number): Promise<ClientIds> {
    const term = Prisma.sql`lower(${search}::text collate "pg_c_utf8")`;
    const end = Prisma.sql`(${term} || ${LAST_CHARACTER})`;
    const [key, id] = after === undefined ? [] : readCursor(after, keyPlace);
    const isFound = (of: Prisma.Sql) => Prisma.sql`${of} >= ${term} and ${of} < ${end}`;
    const isNext = (of: Prisma.Sql, userId: Prisma.Sql) =>
      key === undefined ? Prisma.empty : Prisma.sql`and (${of}, ${userId}) > (${key}::text, ${id}::uuid)`;
    const some = (of: Prisma.Sql, userId: Prisma.Sql, from: Prisma.Sql) => Prisma.sql`
      (select ${of} as key, ${userId} as "userId" from ${from}
      where ${isFound(of)} ${isNext(of, userId)} order by 1, 2 limit ${limit + 1}::int)`;
    const firstKey = Prisma.join(Object.values(KEYS).map((of) => Prisma.sql`case when ${isFound(of)} then ${of} end`));
    const found = await this.#db.$queryRaw<Found[]>`
      with found as (
        select key, "userId" from (
          ${some(KEYS.email, Prisma.sql`u."id"`, Prisma.sql`"User" u`)}
          union ${some(KEYS.name, Prisma.sql`p."userId"`, Prisma.sql`"Profile" p`)}
          union ${some(KEYS.lastWord, Prisma.sql`p."userId"`, Prisma.sql`"Profile" p`)}
        ) entries order by 1, 2 limit ${limit + 1}::int
      )
      select found.key, found."userId", found.key = least(${firstKey}) as "isListed"
      from found join "User" u on u."id" = found."userId" left join "Profile" p on p."userId" = u."id"
      order by 1, 2`;
    const { rows, ...next } = pageOf(found, limit, (row) => [row.key, row.userId]);
    return { userIds: rows.filter(({ isListed }) => isListed).map(({ userId }) => userId), ...next };
  }

  /** Who has this id, or an order or transfer of it. Only this shard's open orders can be looked up by their ids. */
  async #byId(id: string, limit: number): Promise<string[]> {
    const [shard, named] = [Prisma.sql`${this.#shard}::int`, Prisma.sql`${id}::uuid`];
    const found = await this.#db.$queryRaw<{ id: string }[]>`
      select "id" from "User" where "id" in (
        select ${named}
        union select "userId" from "OpenOrder" where "shard" = ${shard} and "orderId" = ${named}
        union select "userId" from "PendingOrder" where "shard" = ${shard} and "orderId" = ${named}
        union select "userId" from "ExistingTrade" where "orderId" = ${named}
        union select "userId" from "CancelledOrder" where "orderId" = ${named}
        union select "userId" from "ReducedOrder" where "orderId" = ${named}
        union select "userId" from "OrderEvent" where "orderId" = ${named}
        union select "userId" from "Rejection" where "orderId" = ${named}
        union select "userId" from "Hold" where "shard" = ${shard} and "transferId" = ${named}
        union select "userId" from "Transfer" where "transferId" = ${named}
      ) order by "id" limit ${limit}::int`;
    return found.map((row) => row.id);
  }
}
