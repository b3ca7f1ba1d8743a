import { MONEY_DECIMALS, parseDecimal } from '@fulcrum/cfd';
import type { Answer, EngineClient } from '@fulcrum/engine-client';
import { Problem, unavailable } from '@fulcrum/http';
import type { Session } from '@fulcrum/sessions';
import type { z } from 'zod';
import { eventOf, required } from '../../controllers/engine-answers.ts';
import type { AccountReads } from '../../engine/account-reads.ts';
import type { Reply } from '../../http/route.ts';
import type { limitsBody, limitsReply, pauseBody } from './limits-schemas.ts';

const DAY_MS = 86_400_000;
const NAMES = ['maxOpenOrders', 'maxNotional', 'maxTotalNotional'] as const;

type AccountLimits = z.output<typeof limitsReply>;
type Limits = AccountLimits['own'];

export interface LimitsParts {
  readonly engine: Pick<EngineClient, 'send'>;
  readonly reads: Pick<AccountReads, 'exposure'>;
}

/** What the signed-in user may open, and a pause of their own choosing. */
export class LimitsController {
  readonly #parts: LimitsParts;

  constructor(parts: LimitsParts) {
    this.#parts = parts;
  }

  async limits({ userId }: Session): Promise<Reply> {
    return { status: 200, body: await this.#read(userId) };
  }

  /** Sets all of the user's own limits: they can only be lower than those of all accounts. */
  async change(session: Session, body: z.output<typeof limitsBody>): Promise<Reply> {
    const { userId } = session;
    const limits = allOf(body);
    const { group } = await this.#read(userId);
    const above = NAMES.filter((name) => isAbove(limits[name], group[name]));
    if (above.length > 0) throw limitTooHigh(above, group);
    const answer = await this.#parts.engine.send('set-account', { userId, limits });
    return this.#done(session, answer);
  }

  /** Nobody ends a pause early, so an earlier end than that of a running pause is refused. */
  async pause(session: Session, { days, until }: z.output<typeof pauseBody>): Promise<Reply> {
    const pausedUntil = until ?? Date.now() + (days ?? 0) * DAY_MS;
    const answer = await this.#parts.engine.send('set-account', { userId: session.userId, pausedUntil });
    const refusal = answer.outcome === 'answered' && answer.event.type === 'rejected' ? answer.event : undefined;
    if (refusal?.code === 'account_restricted') throw new Problem(409, refusal.code, refusal.message);
    return this.#done(session, answer);
  }

  async #done(session: Session, answer: Answer): Promise<Reply> {
    const event = eventOf(answer, 'account-set');
    return event === undefined ? { status: 202, body: { status: 'pending' } } : this.limits(session);
  }

  async #read(userId: string): Promise<AccountLimits> {
    const account = required(await this.#parts.reads.exposure(userId), 'account');
    const { rights, exposure, pausedUntil = null } = account;
    if (rights === undefined || exposure === undefined)
      throw unavailable('The rules of this log know no limits of accounts yet.');
    return {
      ...{ rights, pausedUntil, used: { ...exposure, notionals: exposure.notionals ?? [] } },
      ...{ group: allOf(account.groupLimits), own: allOf(account.ownLimits), holding: allOf(account.limits) },
    };
  }
}

/** Each of the limits: null where there is none. */
function allOf(limits: { readonly [Name in keyof Limits]?: Limits[Name] | undefined } = {}): Limits {
  const { maxOpenOrders = null, maxNotional = null, maxTotalNotional = null } = limits;
  return { maxOpenOrders, maxNotional, maxTotalNotional };
}

function isAbove(own: number | string | null, group: number | string | null): boolean {
  return own !== null && group !== null && amountOf(own) > amountOf(group);
}

function amountOf(limit: number | string): number {
  return typeof limit === 'number' ? limit : (parseDecimal(limit, MONEY_DECIMALS) ?? Number.POSITIVE_INFINITY);
}

function limitTooHigh(names: readonly (keyof Limits)[], group: Limits): Problem {
  const errors = Object.fromEntries(
    names.map((name) => [name, `must be at most ${group[name]}, the limit of all accounts`]),
  );
  return new Problem(422, 'limit_too_high', 'Your own limits can only be lower than those of all accounts.', {
    errors,
  });
}
