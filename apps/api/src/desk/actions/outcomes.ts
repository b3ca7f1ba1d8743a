import { setTimeout as sleep } from 'node:timers/promises';
import type { Database } from '@fulcrum/db';
import { type ActionRow, hasEnded } from '@fulcrum/desk';
import type { SessionEndings } from '@fulcrum/sessions';
import { z } from 'zod';
import type { Reply } from '../../http/route.ts';
import { actionView, emailsOf } from './action-view.ts';
import { asProblems } from './as-problems.ts';
import type { ActionKeeper } from './keeper.ts';

/** How long an answer waits for what comes of an action. Late is not failed. */
const LIMIT_MS = 5_000;
const LOOK_MS = 50;

/** Answers who asked for an action, or said yes to one, once it has ended. */
export class Outcomes {
  readonly #db: Database;
  readonly #keeper: Pick<ActionKeeper, 'wake'>;
  readonly #endings: Pick<SessionEndings, 'endAll'>;

  /** @param endings tells all processes of sessions that end by an erasure. */
  constructor(db: Database, keeper: Pick<ActionKeeper, 'wake'>, endings: Pick<SessionEndings, 'endAll'>) {
    this.#db = db;
    this.#keeper = keeper;
    this.#endings = endings;
  }

  /** Does it, and answers with 200 once it has ended; with 202 and its state where it waits, or where that takes too long. */
  async of(work: () => Promise<ActionRow>): Promise<Reply> {
    const row = await asProblems(work);
    if (row.kind === 'erase-client' && row.state === 'done') await this.#endings.endAll(endedBy(row));
    const ended = row.state === 'approved' ? await this.#ended(row) : row;
    const emails = await emailsOf(this.#db, [ended]);
    return { status: hasEnded(ended.state) ? 200 : 202, body: { action: actionView(ended), emails } };
  }

  async #ended(row: ActionRow): Promise<ActionRow> {
    let last = row;
    for (const until = performance.now() + LIMIT_MS; performance.now() < until; await sleep(LOOK_MS)) {
      this.#keeper.wake();
      last = (await this.#db.deskAction.findUnique({ where: { id: row.id } })) ?? last;
      if (hasEnded(last.state)) break;
    }
    return last;
  }
}

const erased = z.object({ ended: z.array(z.object({ sessionId: z.string(), expiresAt: z.number() })) });

/** The sessions and keys that an erasure has ended. */
function endedBy({ answer }: ActionRow) {
  return erased.parse(answer).ended;
}
