import { setTimeout as sleep } from 'node:timers/promises';
import { registerVenueKey } from '@fulcrum/db';
import { z } from 'zod';
import { ANSWER_LIMIT_MS, askLog } from '../log/ask-log.ts';
import type { LogParts } from '../log/log-parts.ts';

/** An account of the venue, as an operator opens it. */
export interface NewAccount {
  /** Whose it is: a user of the broker's with this address, who is made if there is none. */
  readonly email: string;
  /** What is paid in if the account is new. */
  readonly deposits: readonly (readonly [asset: string, amount: string])[];
  /** A public key that its user signs with, in base64. */
  readonly key?: string | undefined;
}

type Balance = readonly [asset: string, available: string, locked: string];

const answers = z.array(
  z.looseObject({
    requestId: z.string().optional(),
    type: z.string(),
    code: z.string().optional(),
    message: z.string().optional(),
    balances: z.array(z.tuple([z.string(), z.string(), z.string()])).optional(),
  }),
);

/** A venue that starts has not listed its assets yet. */
const ASK_AGAIN_MS = 200;

/**
 * Opens an account. To open it once more changes nothing but its keys.
 *
 * @param limitMs how long the venue may take: it may be starting.
 * @returns what is in it.
 * @throws with a sentence for people when that is not done, or when nobody knows.
 */
export async function openAccount(
  parts: LogParts,
  { email, deposits, key }: NewAccount,
  limitMs = ANSWER_LIMIT_MS,
): Promise<readonly Balance[]> {
  const userId = await userOf(parts, email);
  const balances = await deposit(parts, userId, deposits, limitMs);
  if (key !== undefined) await register(parts, userId, key);
  return balances;
}

/** Whoever has an account has been here: a user that was never seen would be deleted some day. */
async function userOf({ db, keys }: LogParts, email: string): Promise<string> {
  const lastLoggedIn = new Date();
  const { id, shard } = await db.user.upsert({
    where: { email },
    create: { email, shard: keys.shard, lastLoggedIn },
    update: {},
    select: { id: true, shard: true },
  });
  if (shard !== keys.shard) throw new Error(`${email} is at shard ${shard}.`);
  await db.user.updateMany({ where: { id, lastLoggedIn: null }, data: { lastLoggedIn } });
  return id;
}

async function deposit(
  { redis, keys }: LogParts,
  userId: string,
  deposits: NewAccount['deposits'],
  limitMs: number,
): Promise<readonly Balance[]> {
  for (const until = performance.now() + limitMs; ; await sleep(ASK_AGAIN_MS)) {
    const signal = AbortSignal.timeout(limitMs);
    const answer = await askLog({ redis, log: keys.ofVenue }, 'create-account', { userId, deposits }, signal);
    if (answer === undefined)
      throw new Error('It stands in the log, and no venue has answered yet. Ask again: it is not paid in twice.');
    const event = answers.parse(JSON.parse(answer.events)).find(({ requestId }) => requestId === answer.requestId);
    if (event?.balances !== undefined) return event.balances;
    if (event?.code !== 'INVALID_ASSET' || performance.now() > until)
      throw new Error(`The venue refused: ${event?.message ?? 'it does not say why'}`);
  }
}

async function register({ db }: LogParts, userId: string, key: string): Promise<void> {
  const registered = await registerVenueKey(db, { userId, publicKey: key, name: 'opened by an operator' });
  if (registered === 'taken') throw new Error('Another user has this key: make a new one.');
  if (registered === 'too_many') throw new Error('The user has too many keys: delete one first.');
  if (registered === 'no_user') throw new Error('This user is no more.');
}
