import { MONEY_DECIMALS } from '@fulcrum/cfd';
import type { Database } from '@fulcrum/db';
import { readCursor, timePlace } from '../lists/cursor.ts';
import { historyPage, pageOf } from '../lists/page.ts';

/** A page of what was written about a client. */
interface Page {
  readonly limit: number;
  readonly after?: string | undefined;
}

/** What is written about a client and no client is shown in this form: steps of transfers, refusals and notes. */
export class ClientRecords {
  readonly #db: Database;
  readonly #shard: number;

  constructor(db: Database, shard: number) {
    this.#db = db;
    this.#shard = shard;
  }

  /** Each step of money that came and went, the newest first. */
  async transfers(userId: string, page: Page) {
    const rows = await this.#db.transfer.findMany(this.#newest(userId, page));
    const { rows: listed, ...next } = historyPage(rows, page.limit);
    const transfers = listed.map(({ id, transferId, step, amount, note, madeAt }) => ({
      ...{ id, transferId, step, amount: amount.toFixed(MONEY_DECIMALS), note, time: Number(madeAt) },
    }));
    return { transfers, ...next };
  }

  /** What the engine refused, the newest first. */
  async rejections(userId: string, page: Page) {
    const rows = await this.#db.rejection.findMany(this.#newest(userId, page));
    const { rows: listed, ...next } = historyPage(rows, page.limit);
    const rejections = listed.map(({ id, requestId, orderId, code, message, rejectedAt }) => ({
      ...{ id, requestId, orderId, code, message, time: Number(rejectedAt) },
    }));
    return { rejections, ...next };
  }

  /** What staff wrote about a client, the newest first. */
  async notes(userId: string, { limit, after }: Page) {
    const [time, id] = after === undefined ? [] : readCursor(after, timePlace);
    const rows = await this.#db.clientNote.findMany({
      where: {
        userId,
        ...(time && id && { OR: [{ createdAt: { lt: time } }, { createdAt: time, id: { lt: id } }] }),
      },
      orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
      take: limit + 1,
    });
    const { rows: listed, ...next } = pageOf(rows, limit, (row) => [String(row.createdAt.getTime()), row.id]);
    const authors = await this.#emails(listed.map(({ author }) => author));
    const notes = listed.map(({ id, author, text, createdAt }) => ({
      ...{ id, author, authorEmail: authors.get(author) ?? null, text, time: createdAt.getTime() },
    }));
    return { notes, ...next };
  }

  async #emails(userIds: readonly string[]): Promise<Map<string, string>> {
    const where = { id: { in: [...new Set(userIds)] } };
    const users = await this.#db.user.findMany({ where, select: { id: true, email: true } });
    return new Map(users.map(({ id, email }) => [id, email]));
  }

  #newest(userId: string, { limit, after }: Page) {
    const where = { shard: this.#shard, userId, ...(after === undefined ? {} : { id: { lt: after } }) };
    return { where, orderBy: { id: 'desc' }, take: limit + 1 } as const;
  }
}
