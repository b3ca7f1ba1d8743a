import { randomUUID } from 'node:crypto';
import { connectDatabase, type Database, DEVICE_DAYS, deleteOldDevices, forgetOtherDevices } from '@fulcrum/db';
import { type DevServer, freshFolder, removeFolder, startMigratedPostgres } from '@fulcrum/devstack';
import type { Request, Response } from 'express';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Devices } from './devices.ts';

let folder: string;
let postgres: DevServer;
let db: Database;
let devices: Devices;

beforeAll(async () => {
  folder = await freshFolder();
  postgres = await startMigratedPostgres({ directory: folder });
  db = connectDatabase(postgres.url, 5);
  devices = new Devices(db, 'https://fulcrum.example');
});

afterAll(async () => {
  await db?.$disconnect();
  await postgres?.stop();
  removeFolder(folder);
});

async function newUser(): Promise<string> {
  const { id } = await db.user.create({ data: { email: `${randomUUID()}@example.com` } });
  return id;
}

const isKnown = async (id: string, request: Request) => (await devices.knownFor({ id }, request)) !== undefined;

/** What a browser keeps of the answers, and sends. */
class Browser {
  token: string | undefined;

  get request(): Request {
    return { cookies: { '__Host-fulcrum_device': this.token } } as unknown as Request;
  }

  async signIn(userId: string): Promise<boolean> {
    const { isKnown, token } = await db.$transaction((tx) => devices.renew(tx, userId, this.request));
    const response = { cookie: (_name: string, value: string) => Object.assign(this, { token: value }) };
    devices.hand(response as unknown as Response, token);
    return isKnown;
  }
}

it('a user is known where they have signed in before, and their device’s cookie changes each time', async () => {
  const [user, browser] = [await newUser(), new Browser()];
  expect(await browser.signIn(user)).toBe(false);
  const first = browser.token;
  expect(first).toMatch(/^[\w-]{43}$/);
  expect(await isKnown(user, browser.request)).toBe(true);
  expect(await browser.signIn(user)).toBe(true);
  expect(browser.token).not.toBe(first);
  browser.token = first;
  expect(await isKnown(user, browser.request)).toBe(false);
  expect(await new Browser().signIn(user)).toBe(false);
  const kept = JSON.stringify(await db.knownDevice.findMany());
  expect(kept).not.toContain(first);
});

it('a cookie of one user makes nobody else known, and several users may share a browser', async () => {
  const [ada, bob, browser] = [await newUser(), await newUser(), new Browser()];
  await browser.signIn(ada);
  expect(await browser.signIn(bob)).toBe(false);
  expect(await browser.signIn(ada)).toBe(true);
  expect(await browser.signIn(bob)).toBe(true);
});

it('whoever plants the cookie of their own in another’s browser is known nowhere by it', async () => {
  const [mallory, ada, theirs, hers] = [await newUser(), await newUser(), new Browser(), new Browser()];
  await theirs.signIn(mallory);
  hers.token = theirs.token;
  expect(await hers.signIn(ada)).toBe(false);
  expect(await isKnown(ada, theirs.request)).toBe(false);
  expect(await isKnown(mallory, theirs.request)).toBe(false);
});

it('a user has never signed in until it is noted', async () => {
  const user = await newUser();
  expect(await devices.isFirst(user)).toBe(true);
  await db.user.update({ where: { id: user }, data: { lastLoggedIn: new Date() } });
  expect(await devices.isFirst(user)).toBe(false);
});

it('all but one are forgotten with the password, and each after 400 days', async () => {
  const [user, kept, other] = [await newUser(), new Browser(), new Browser()];
  for (const browser of [kept, other]) await browser.signIn(user);
  await forgetOtherDevices(db, user, devices.hashIn(kept.request));
  expect([await isKnown(user, kept.request), await isKnown(user, other.request)]).toEqual([true, false]);
  const seenAt = new Date(Date.now() - DEVICE_DAYS * 86_400_000 - 1_000);
  await db.knownDevice.updateMany({ where: { userId: user }, data: { seenAt } });
  expect(await isKnown(user, kept.request)).toBe(false);
  expect(await deleteOldDevices(db, 10)).toBe(1);
});

it('of a user who signs in from ever new ones, the last hundred are known', async () => {
  const [user, first, last] = [await newUser(), new Browser(), new Browser()];
  await first.signIn(user);
  for (let time = 0; time < 99; time += 1) await new Browser().signIn(user);
  expect(await isKnown(user, first.request)).toBe(true);
  await last.signIn(user);
  expect([await isKnown(user, first.request), await isKnown(user, last.request)]).toEqual([false, true]);
});
