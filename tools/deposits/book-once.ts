import { setTimeout as sleep } from 'node:timers/promises';
import { type EventJson, formatDecimal, MONEY_DECIMALS, parseDecimal } from '@fulcrum/cfd';
import { findTransfer, paymentTransferId, readCheckpoint } from '@fulcrum/db';
import { assert, compareLogIds } from '@fulcrum/log';
import { endOfStream } from '@fulcrum/streams';
import { ANSWER_LIMIT_MS } from '../log/ask-log.ts';
import type { LogParts } from '../log/log-parts.ts';
import { act, whyNotDone } from '../log/operator-acts.ts';

export interface Booking {
  readonly email: string;
  readonly kind: 'deposit' | 'adjustment';
  /** Below zero it is taken out. */
  readonly amount: string;
  /** Names it, for ever. */
  readonly paymentId: string;
  readonly note: string;
}

const LOOK_EVERY_MS = 100;

/** What the audit log is told. The note stands beside it. */
const REASON = 'npm run deposits';

/**
 * Books money once. The engine knows the ids of the last ten minutes, and the history all of them: it is looked into when
 * it has come as far as the log.
 *
 * @returns what was done, in a sentence.
 * @throws with a sentence for people when it was not done, or when nobody knows.
 */
export async function bookOnce(parts: LogParts, booking: Booking): Promise<string> {
  const { db, keys } = parts;
  const { email, kind, amount, paymentId, note } = booking;
  const user = await db.user.findFirst({ where: { email, shard: keys.shard }, select: { id: true } });
  if (user === null) throw new Error(`Nobody signs in with ${email} at shard ${keys.shard}.`);
  const made = await madeBefore(parts, user.id, booking);
  if (made !== undefined) return made;
  const data = { userId: user.id, amount, paymentId, note };
  const action = await act(parts, kind === 'deposit' ? 'book-deposit' : 'adjust-cash', data, REASON);
  const why = whyNotDone(action);
  if (why === undefined) {
    const booked = action.answer as unknown as EventJson<'transferred'>;
    return `${booked.amount} USDC: booked. ${email} has ${booked.balance} USDC free now.`;
  }
  if (action.state === 'waiting') return `${amount} USDC: ${why}`;
  if (action.state !== 'failed')
    throw new Error('It stands in the log, and no engine has answered yet. Ask again: it is not booked twice.');
  const { code, message } = action.answer as { readonly code: string; readonly message: string };
  const meanwhile = code === 'duplicate_transfer' && (await madeBefore(parts, user.id, booking));
  if (meanwhile) return meanwhile;
  throw new Error(`The engine refused: ${message}`);
}

/** @throws when something else was booked under the id, or when that cannot be known. */
async function madeBefore(parts: LogParts, userId: string, { kind, amount, paymentId }: Booking) {
  await untilRecorded(parts);
  const found = await findTransfer(parts.db, parts.keys.shard, paymentTransferId(paymentId));
  if (found === undefined) return undefined;
  const booked = `${found.amount} USDC on ${new Date(found.madeAt).toISOString()}`;
  if (found.userId === userId && found.step === kind && found.amount === printed(amount))
    return `It was booked before: ${booked}. Nothing was done.`;
  throw new Error(`Something else was booked under this ID: a ${found.step} of ${booked}. Nothing was done.`);
}

async function untilRecorded({ db, redis, keys }: LogParts): Promise<void> {
  const end = await endOfStream(redis, keys.callback);
  for (const until = performance.now() + ANSWER_LIMIT_MS; performance.now() < until; await sleep(LOOK_EVERY_MS))
    if (compareLogIds(await readCheckpoint(db, keys.shard, 'recorder'), end) >= 0) return;
  throw new Error(
    'The history is behind, so that nobody knows whether this was booked before. Is the recorder running?',
  );
}

function printed(amount: string): string {
  const units = parseDecimal(amount, MONEY_DECIMALS);
  assert(units !== undefined, 'the amount was read before');
  return formatDecimal(units, MONEY_DECIMALS);
}
