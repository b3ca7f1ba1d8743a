import { LEDGER_RULES, MONEY_DECIMALS, parseDecimal } from '@fulcrum/cfd';
import { findTransfer, paymentTransferId, readCheckpoint } from '@fulcrum/db';
import { compareLogIds, type LogId, logTime } from '@fulcrum/log';
import { decimal, note, uuid } from '@fulcrum/protocol';
import { endOfStream } from '@fulcrum/streams';
import { z } from 'zod';
import type { LogParts } from '../log-state/log-parts.ts';
import type { CarriedOut, EngineKind, Hindrance } from './kind.ts';

const unitsOf = (text: string) => parseDecimal(text, MONEY_DECIMALS) ?? 0;

/** In USDC. */
export const moneyAmount = decimal
  .max(24)
  .refine((text) => unitsOf(text) > 0, 'must be an amount above 0, with at most 6 decimals');

/** In USDC; below zero it is taken out. */
export const moneyChange = decimal
  .max(24)
  .refine((text) => unitsOf(text) !== 0, 'must be an amount other than 0, with at most 6 decimals');

/** What a payment is called where it was made: at the bank, or at its provider. */
export const paymentId = z.string().regex(/^[\x21-\x7E]{1,128}$/, 'must be 1 to 128 printable characters, no spaces');

/** What the client reads beside a sum. The log takes more: what turns the direction of writing around, or ends a line. */
export const shownNote = note.refine((text) => !/[\p{Cf}\p{Zl}\p{Zp}]/u.test(text), 'must be one line of plain text');

const deposit = z.object({ userId: uuid, amount: moneyAmount, paymentId, note: shownNote });
const adjustment = z.object({ userId: uuid, amount: moneyChange, note: shownNote, paymentId: paymentId.optional() });
const withdrawal = z.object({ transferId: uuid, userId: uuid, amount: decimal });
const refusedWithdrawal = withdrawal.extend({ note: shownNote });

interface Booking {
  readonly userId: string;
  readonly amount: string;
  readonly note: string;
  readonly paymentId?: string | undefined;
}

const ofUser = {
  subject: ({ userId }: { readonly userId: string }) => userId,
  userId: ({ userId }: { readonly userId: string }) => userId,
  rules: () => LEDGER_RULES,
};

/** A payment has the same id whoever books it, and whenever. An adjustment without one is known by its action. */
export function transferIdOf({ id, data }: Pick<CarriedOut<Booking>, 'id' | 'data'>): string {
  return data.paymentId === undefined ? id : paymentTransferId(data.paymentId);
}

/** The engine knows the ids of the last ten minutes. What is older has to be in the history. */
const REMEMBERED_MS = 590_000;

const bookedBefore = async ({ db, redis, keys }: LogParts, action: CarriedOut<Booking>) => {
  const end = await endOfStream(redis, keys.callback);
  const recorded: LogId = await readCheckpoint(db, keys.shard, 'recorder');
  if (compareLogIds(recorded, end) < 0 && logTime(recorded) < Date.now() - REMEMBERED_MS) return 'wait' as const;
  const found = await findTransfer(db, keys.shard, transferIdOf(action));
  if (found === undefined) return undefined;
  const booked = `${found.amount} USDC on ${new Date(found.madeAt).toISOString()}`;
  return { code: 'duplicate_transfer', message: `It was booked before: ${booked}.` } satisfies Hindrance;
};

const transferOf = (kind: 'deposit' | 'adjustment') => (action: CarriedOut<Booking>) => {
  const { userId, amount, note } = action.data;
  return { type: 'transfer' as const, data: { transferId: transferIdOf(action), userId, kind, amount, note } };
};

export const bookDeposit: EngineKind<z.output<typeof deposit>> = {
  ...ofUser,
  data: deposit,
  amount: ({ amount }) => amount,
  command: transferOf('deposit'),
  check: bookedBefore,
};

export const adjustCash: EngineKind<z.output<typeof adjustment>> = {
  ...ofUser,
  data: adjustment,
  amount: ({ amount }) => amount,
  command: transferOf('adjustment'),
  check: bookedBefore,
};

export const payWithdrawal: EngineKind<z.output<typeof withdrawal>> = {
  ...ofUser,
  data: withdrawal,
  amount: ({ amount }) => amount,
  command: ({ data: { transferId, userId } }) => ({
    type: 'settle-hold',
    data: { transferId, userId, outcome: 'paid' },
  }),
};

export const releaseWithdrawal: EngineKind<z.output<typeof refusedWithdrawal>> = {
  ...ofUser,
  data: refusedWithdrawal,
  command: ({ data: { transferId, userId, note } }) => ({
    type: 'settle-hold',
    data: { transferId, userId, outcome: 'released', note },
  }),
};
