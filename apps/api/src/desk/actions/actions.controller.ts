import type { Prisma } from '@fulcrum/db';
import {
  type ActionRow,
  type Actor,
  approve,
  canonical,
  type DeskParts,
  kindOf,
  refuse,
  unknownAction,
  withdraw,
} from '@fulcrum/desk';
import type { z } from 'zod';
import type { Unsettled } from '../../account/erasure/unsettled.ts';
import type { Reply } from '../../http/route.ts';
import { readCursor, timePlace } from '../lists/cursor.ts';
import { pageOf } from '../lists/page.ts';
import type { actionsQuery, approveBody, refuseBody, withdrawBody } from './action-schemas.ts';
import { actionView, emailsOf } from './action-view.ts';
import { asProblems } from './as-problems.ts';
import type { Outcomes } from './outcomes.ts';

/** Actions as they stand, and the decisions about those that wait. */
export class ActionsController {
  readonly #parts: DeskParts;
  readonly #outcomes: Outcomes;
  readonly #unsettled: Pick<Unsettled, 'refuseErasing'>;

  /** @param unsettled is asked before a client is erased: the database does not know the engine's present state. */
  constructor(parts: DeskParts, outcomes: Outcomes, unsettled: Pick<Unsettled, 'refuseErasing'>) {
    this.#parts = parts;
    this.#outcomes = outcomes;
    this.#unsettled = unsettled;
  }

  /** The newest first. */
  async list({ limit, after, state, kind, userId }: z.output<typeof actionsQuery>): Promise<Reply> {
    const { db, keys } = this.#parts;
    const found = await db.deskAction.findMany({
      where: {
        shard: keys.shard,
        ...(state === undefined ? {} : { state }),
        ...(kind === undefined ? {} : { kind }),
        ...(userId === undefined ? {} : { userId }),
        ...(after === undefined ? {} : behind(after)),
      },
      orderBy: [{ askedAt: 'desc' }, { id: 'desc' }],
      take: limit + 1,
    });
    const { rows, ...next } = pageOf(found, limit, ({ askedAt, id }) => [String(askedAt.getTime()), id]);
    return { status: 200, body: { actions: rows.map(actionView), emails: await emailsOf(db, rows), ...next } };
  }

  /** An action that waits is shown with what it would replace now. */
  async show(actionId: string): Promise<Reply> {
    const { db } = this.#parts;
    const row = await asProblems(() => this.#find(actionId));
    const body = { action: actionView(row), emails: await emailsOf(db, [row]) };
    // A decision about an identity is of no such kind. It never waits.
    if (row.state !== 'waiting') return { status: 200, body };
    const { replaces } = kindOf(row.kind);
    if (replaces === undefined) return { status: 200, body };
    const present = await asProblems(() => replaces.present(this.#parts, row.data));
    return { status: 200, body: { ...body, present, hasChanged: canonical(present) !== canonical(row.before) } };
  }

  approve(actor: Actor, id: string, { reason, despiteChanges }: z.output<typeof approveBody>): Promise<Reply> {
    const isKnown = despiteChanges === undefined ? {} : { despiteChanges };
    return this.#outcomes.of(async () => {
      const { kind, state, userId } = await this.#find(id);
      if (kind === 'erase-client' && state === 'waiting' && userId !== null)
        await this.#unsettled.refuseErasing(userId);
      return approve(this.#parts, { id, actor, reason, ...isKnown });
    });
  }

  refuse(actor: Actor, id: string, { reason }: z.output<typeof refuseBody>): Promise<Reply> {
    return this.#outcomes.of(() => refuse(this.#parts, { id, actor, reason }));
  }

  withdraw(actor: Actor, id: string, { reason }: z.output<typeof withdrawBody>): Promise<Reply> {
    return this.#outcomes.of(() => withdraw(this.#parts, { id, actor, reason }));
  }

  async #find(id: string): Promise<ActionRow> {
    const { db, keys } = this.#parts;
    const row = await db.deskAction.findUnique({ where: { id } });
    if (row === null || row.shard !== keys.shard) throw unknownAction();
    return row;
  }
}

function behind(cursor: string): Prisma.DeskActionWhereInput {
  const [askedAt, id] = readCursor(cursor, timePlace);
  return { askedAt: { lte: askedAt }, OR: [{ askedAt: { lt: askedAt } }, { id: { lt: id } }] };
}
