import type { Database } from '@fulcrum/db';
import type { Actor } from '@fulcrum/desk';
import type { z } from 'zod';
import type { Unsettled } from '../../account/erasure/unsettled.ts';
import type { Reply } from '../../http/route.ts';
import type { askedBody } from '../actions/action-schemas.ts';
import type { Asking } from '../actions/asking.ts';
import type { KnownClients } from '../clients/known-client.ts';
import { readCursor, timePlace } from '../lists/cursor.ts';
import type { pageQuery } from '../lists/list-schemas.ts';
import { pageOf } from '../lists/page.ts';

export interface ErasuresParts {
  readonly db: Database;
  readonly asking: Asking;
  readonly clients: KnownClients;
  readonly unsettled: Unsettled;
}

/** Clients who want their personal data erased, and the act itself, which takes two. */
export class ErasuresController {
  readonly #parts: ErasuresParts;

  constructor(parts: ErasuresParts) {
    this.#parts = parts;
  }

  /** Who asked first comes first. */
  async list({ limit, after }: z.output<typeof pageQuery>): Promise<Reply> {
    const found = await this.#parts.db.erasureRequest.findMany({
      where: { doneAt: null, ...(after === undefined ? {} : behind(after)) },
      orderBy: [{ askedAt: 'asc' }, { userId: 'asc' }],
      take: limit + 1,
      select: { userId: true, askedAt: true, user: { select: { email: true } } },
    });
    const { rows, ...next } = pageOf(found, limit, ({ askedAt, userId }) => [String(askedAt.getTime()), userId]);
    const erasures = rows.map(({ userId, askedAt, user }) => ({
      ...{ userId, email: user.email, askedAt: askedAt.getTime() },
    }));
    return { status: 200, body: { erasures, ...next } };
  }

  erase(actor: Actor, userId: string, body: z.output<typeof askedBody>): Promise<Reply> {
    const { asking, clients, unsettled } = this.#parts;
    return asking.ask({ actor, ...body }, ['erase-client'], { userId }, async () => {
      await clients.requireHere(userId);
      await unsettled.refuseErasing(userId);
      return { kind: 'erase-client', data: { userId } };
    });
  }
}

function behind(cursor: string) {
  const [askedAt, userId] = readCursor(cursor, timePlace);
  return { askedAt: { gte: askedAt }, OR: [{ askedAt: { gt: askedAt } }, { userId: { gt: userId } }] };
}
