import { randomUUID } from 'node:crypto';
import { connectDatabase, type Database } from '@fulcrum/db';
import { type DevServer, freshFolder, removeFolder, startMigratedPostgres } from '@fulcrum/devstack';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type NewLink, SignInLinks, UNDER_WAY_MS } from './sign-in-links.ts';

/** Of the one that is locked out: with it, twelve who wait for one user would run out of time on a slow machine. */
const SHORT_LIMIT_MS = 1_000;

let folder: string;
let postgres: DevServer;
let db: Database;
/** As an operator's session, which waits as long as it likes. */
let operator: Database;
let links: SignInLinks;

beforeAll(async () => {
  folder = await freshFolder();
  postgres = await startMigratedPostgres({ directory: folder });
  [db, operator] = [connectDatabase(postgres.url, 5), connectDatabase(postgres.url, 1)];
  links = new SignInLinks(db, 0, false);
});

afterAll(async () => {
  await Promise.all([db?.$disconnect(), operator?.$disconnect()]);
  await postgres?.stop();
  removeFolder(folder);
});

async function newLink(): Promise<string> {
  return tokenOf(await links.create(`${randomUUID()}@example.com`));
}

function tokenOf(made: NewLink): string {
  if (made.token === undefined) throw new Error('no link was made');
  return made.token;
}

it('is good again after PostgreSQL could not note who signed in', async () => {
  const token = await newLink();
  await operator.$executeRaw`alter table "User" rename column "lastLoggedIn" to "gone"`;
  await expect(links.use(token)).rejects.toThrow();
  await operator.$executeRaw`alter table "User" rename column "gone" to "lastLoggedIn"`;
  expect(await links.find(token)).toBeDefined();
  expect([await links.use(token), await links.use(token)]).toEqual([true, false]);
});

it('is good again after the users were locked for longer than a query may take', async () => {
  const token = await newLink();
  const hasty = connectDatabase(postgres.url, 1, SHORT_LIMIT_MS);
  const links = new SignInLinks(hasty, 0, false);
  const locked = Promise.withResolvers<void>();
  const done = Promise.withResolvers<void>();
  const holding = operator.$transaction(
    async (tx) => {
      await tx.$executeRaw`lock table "User" in exclusive mode`;
      locked.resolve();
      await done.promise;
    },
    { timeout: 20_000 },
  );
  await locked.promise;
  await expect(links.use(token)).rejects.toThrow();
  done.resolve();
  await holding;
  const [other] = [new SignInLinks(operator, 0, false)];
  // It was undone, so that every other process can tell as well.
  await expect.poll(async () => other.find(token)).toBeDefined();
  expect(await links.use(token)).toBe(true);
  await hasty.$disconnect();
});

it('is good again at this process where the answer to its commit was lost, and then for one', async () => {
  const token = await newLink();
  let isLost = true;
  const losing = new Proxy(db, {
    get: (target, name) => {
      if (name !== '$transaction' || !isLost) return Reflect.get(target, name);
      return async (work: never) => {
        await target.$transaction(work);
        isLost = false;
        throw new Error('Connection terminated unexpectedly');
      };
    },
  });
  const unlucky = new SignInLinks(losing, 0, false);
  await expect(unlucky.use(token)).rejects.toThrow('Connection terminated');
  expect(await links.use(token)).toBe(false);
  expect((await unlucky.find(token))?.email).toMatch(/@example\.com$/);
  const attempts = await Promise.all(Array.from({ length: 10 }, () => unlucky.use(token)));
  expect(attempts.filter(Boolean)).toHaveLength(1);
  expect([await unlucky.find(token), await unlucky.use(token)]).toEqual([undefined, false]);
});

it('is found by its user without a look at all others', async () => {
  const plan = await operator.$transaction(async (tx) => {
    await tx.$executeRaw`set local enable_seqscan = off`;
    return tx.$queryRaw`explain select * from "SignInToken" where "userId" = ${randomUUID()}::uuid`;
  });
  expect(JSON.stringify(plan)).toContain('SignInToken_userId_idx');
});

it('does not count when it was withdrawn', async () => {
  const email = `${randomUUID()}@example.com`;
  for (let time = 0; time < 10; time += 1) {
    const token = tokenOf(await links.create(email));
    await links.withdraw(token);
    expect(await links.find(token)).toBeUndefined();
  }
});

/** Makes five links for an address. */
async function fiveLinks(email: string): Promise<string[]> {
  const tokens = [];
  for (let time = 0; time < 5; time += 1) tokens.push(tokenOf(await links.create(email)));
  return tokens;
}

it('counts while it is on its way, and says so, and for all its time once it was sent', async () => {
  const email = `${randomUUID()}@example.com`;
  const tokens = await fiveLinks(email);
  await Promise.all(tokens.slice(1).map((token) => links.noteSent(token)));
  expect(await links.create(email)).toEqual({ refused: 'under_way' });
  await links.noteSent(tokens[0] ?? '');
  expect(await links.create(email)).toEqual({ refused: 'sent' });
  const other = tokenOf(await links.create(`${randomUUID()}@example.com`));
  expect(await links.find(other)).toBeDefined();
});

it('does not count for longer than its mail may take, where nobody is left who knows what became of it', async () => {
  const email = `${randomUUID()}@example.com`;
  const [first = '', ...others] = await fiveLinks(email);
  const user = { user: { email } };
  // Time goes by.
  const expiresAt = new Date(Date.now() + 15 * 60_000 - UNDER_WAY_MS - 1);
  await operator.signInToken.updateMany({ where: user, data: { expiresAt } });
  expect(await links.find(first)).toBeDefined();
  const again = await fiveLinks(email);
  await Promise.all([...others, ...again.slice(1)].map((token) => links.noteSent(token)));
  expect(await links.create(email)).toEqual({ refused: 'sent' });
});

it('is one of five, also where some are handed over while others are made', async () => {
  for (let round = 0; round < 20; round += 1) {
    const email = `${randomUUID()}@example.com`;
    const makeAndSend = async () => {
      const { token } = await links.create(email);
      if (token !== undefined) await links.noteSent(token);
      return token;
    };
    const made = await Promise.all(Array.from({ length: 12 }, makeAndSend));
    expect(made.filter((token) => token !== undefined)).toHaveLength(5);
  }
});
