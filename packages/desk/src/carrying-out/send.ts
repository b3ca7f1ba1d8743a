import { DEALER_SOURCE } from '@fulcrum/cfd';
import type { Queryable } from '@fulcrum/db';
import { assert, type LogId } from '@fulcrum/log';
import { causeOfRow } from '@fulcrum/protocol';
import type { OnceAppender, ShownBeside, StreamKeys } from '@fulcrum/streams';
import { type ActionRow, lockAction, requestIdOf, updateAction } from '../actions/action.ts';
import type { DeskParts } from '../actions/ask.ts';
import { canonical } from '../actions/canonical.ts';
import { type CarriedOut, type EngineCommand, type EngineKind, type Hindrance, isEngineKind } from '../kinds/kind.ts';
import { kindOf } from '../kinds/kinds.ts';
import type { LogParts } from '../log-state/log-parts.ts';
import { finish } from './finish.ts';

export interface SendParts extends Pick<DeskParts, 'db' | 'redis' | 'keys'> {
  readonly once: OnceAppender;
}

/** What was approved longer ago is not sent any more: that it was sent may be forgotten, and nobody expects it now. */
const GOOD_FOR_MS = 86_400_000;

/** No entry of the log has more. */
const MAX_DATA_LENGTH = 16_384;

/** No name of an actor has more characters. */
const MAX_ACTOR = 64;

/** The approximate length of price-stream. */
const MAX_PRICES = 10_000;

/**
 * Sends an approved action to the engine's log, once: whoever tries, and however often. Another one who tries at the same time
 * is left to it.
 *
 * @returns the action, if it was not sent before and is now, or has failed.
 * @throws when Redis or the database is away: try again.
 */
export async function send(parts: SendParts, id: string): Promise<ActionRow | undefined> {
  const { db, keys, once } = parts;
  return db.$transaction(async (tx) => {
    const row = await lockAction(tx, keys.shard, id, false);
    if (row === undefined || row.state !== 'approved' || row.entryId !== null) return undefined;
    // What concerns the same subject is sent one after the other, so that each sees what the ones before have changed.
    await tx.$executeRaw`select pg_advisory_xact_lock(hashtext(${`desk sends ${keys.shard} ${row.subject}`}))`;
    const sent = (await once.sent(keys.deskSent(id))) ?? (await answeredEntry(tx, id));
    if (sent !== undefined) return updateAction(tx, id, { entryId: sent });
    const made = await commandOf({ ...parts, db: tx }, row);
    if (made === 'wait') return undefined;
    if ('code' in made) return finish(tx, row, { type: 'not-sent', ...made });
    return updateAction(tx, id, { entryId: await once.append(onceOnly(keys, row, made)) });
  });
}

/** The entry of an action that was answered: whoever sent it has ended before noting it, and the key has gone since. */
async function answeredEntry(tx: Queryable, actionId: string): Promise<LogId | undefined> {
  const answer = await tx.deskAnswer.findFirst({ where: { actionId }, orderBy: { id: 'asc' }, select: { id: true } });
  return answer === null ? undefined : causeOfRow(answer.id);
}

async function commandOf(parts: LogParts, row: ActionRow): Promise<EngineCommand | Hindrance | 'wait'> {
  const approvedAt = row.decidedAt?.getTime() ?? row.askedAt.getTime();
  if (approvedAt < Date.now() - GOOD_FOR_MS)
    return { code: 'too_late', message: 'It was approved more than a day ago, and was never sent. Ask for it again.' };
  const kind = kindOf(row.kind);
  assert(isEngineKind(kind), 'what is sent is for the engine');
  const present = await kind.replaces?.present(parts, row.data);
  const action: CarriedOut<unknown> = { id: row.id, data: row.data, askedBy: row.askedBy, present };
  const hindrance = replacingHindrance(kind, row, present) ?? (await kind.check?.(parts, action));
  return hindrance ?? kind.command(action);
}

function replacingHindrance(kind: EngineKind<unknown>, row: ActionRow, present: unknown): Hindrance | undefined {
  const { replaces } = kind;
  if (replaces === undefined) return undefined;
  if (replaces.hindrance !== undefined) return replaces.hindrance(present, row.data);
  if (canonical(present) === canonical(row.before)) return undefined;
  return { code: 'changed_meanwhile', message: 'What it replaces was changed after the yes. Ask for it again.' };
}

function onceOnly(keys: StreamKeys, { id, askedBy }: ActionRow, { type, data, tick }: EngineCommand) {
  const text = JSON.stringify({ requestId: requestIdOf(id), ...data, ...actorOf(askedBy) });
  assert(text.length <= MAX_DATA_LENGTH, 'a command of the desk fits into an entry');
  const beside = tick && shown(keys.price, tick);
  return { sentKey: keys.deskSent(id), log: keys.engine, type, data: text, beside };
}

/** Who asked, in the words that the log takes. Rules that do not know the field pass it over. */
function actorOf(askedBy: string): { readonly actor: string } {
  return { actor: askedBy.replace(/[^\x20-\x7e]/g, '?').slice(0, MAX_ACTOR) };
}

/** An entry of price-stream as the poller writes it. Nobody offers a quantity at a price that was set by hand. */
function shown(key: string, { asset, bid, ask }: NonNullable<EngineCommand['tick']>): ShownBeside {
  const fields = { asset, bid, bidQuantity: '0', ask, askQuantity: '0', exchangeTime: '', source: DEALER_SOURCE };
  return { key, fields, maxLength: MAX_PRICES };
}
