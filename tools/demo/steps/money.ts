import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { CLIENT_NAMES, CLIENTS, type ClientName, type DemoClient } from '../people/clients.ts';
import type { People } from '../people/people.ts';
import { nameUuid } from '../product/name-uuid.ts';
import type { Session } from '../product/session.ts';
import type { Tally } from '../product/tally.ts';

/** What the clients want to be paid out. The first two wait for whoever looks at the desk. */
export const WITHDRAWALS = {
  small: { client: 'amara', amount: '400' },
  large: { client: 'henrik', amount: '2500' },
  paid: { client: 'mei', amount: '300' },
  released: { client: 'amara', amount: '150' },
} as const satisfies Readonly<Record<string, { readonly client: ClientName; readonly amount: string }>>;

export type WithdrawalName = keyof typeof WITHDRAWALS;

const WITHDRAWAL_NAMES = Object.keys(WITHDRAWALS) as WithdrawalName[];

/** The history comes to what was asked for within a moment. */
const HISTORY_LIMIT_MS = 10_000;
const LOOK_EVERY_MS = 100;

const listed = z.object({ withdrawals: z.array(z.object({ transferId: z.string() })) });

/** Lets the clients pay in paper money. */
export async function deposit(clients: People<ClientName>, tally: Tally): Promise<void> {
  for (const name of CLIENT_NAMES) {
    const { deposit: amount, email }: DemoClient = CLIENTS[name];
    if (amount === undefined) continue;
    const transferId = nameUuid(clients[name].userId, 'deposit');
    await tally.want(`deposit of ${email}`, () => clients[name].post('/wallet/deposits', { transferId, amount }));
  }
}

/** Lets the clients ask for their money, and waits until staff can see that. */
export async function withdraw(clients: People<ClientName>, tally: Tally): Promise<void> {
  for (const name of WITHDRAWAL_NAMES) {
    const { client, amount } = WITHDRAWALS[name];
    const transferId = withdrawalId(clients[client], name);
    await tally.want(`withdrawal of ${clients[client].email}`, async () => {
      const outcome = await clients[client].post('/wallet/withdrawals', { transferId, amount });
      await untilListed(clients[client], transferId);
      return outcome;
    });
  }
}

export function withdrawalId({ userId }: Session, name: WithdrawalName): string {
  return nameUuid(userId, `withdrawal ${name}`);
}

async function untilListed(client: Session, transferId: string): Promise<void> {
  for (const until = performance.now() + HISTORY_LIMIT_MS; performance.now() < until; await sleep(LOOK_EVERY_MS)) {
    const { withdrawals } = await client.get('/wallet/withdrawals?limit=500', listed);
    if (withdrawals.some((withdrawal) => withdrawal.transferId === transferId)) return;
  }
  throw new Error('The history is behind: is the recorder running? Try again later; nothing is added twice.');
}
