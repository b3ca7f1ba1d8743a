import { randomUUID } from 'node:crypto';
import { addNotices, connectDatabase, type Database, type NewNotice } from '@fulcrum/db';
import { streamKeys } from '@fulcrum/streams';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AppProcess } from '../support/app-process.ts';
import { MailServer } from '../support/mail-server.ts';
import { Stack } from '../support/stack.ts';
import { Trader } from '../support/trader.ts';

/** What users are told by mail: each once, however often the notifier is killed, and no more than they want. */

const LIMIT = { timeout: 20_000 };

let stack: Stack;
let db: Database;
let mail: MailServer;
let notifier: AppProcess;

beforeAll(async () => {
  mail = await MailServer.start();
  stack = await Stack.start();
  db = connectDatabase(stack.devstack.postgres.url, 2);
  notifier = stack.addNotifier({
    ...{ SMTP_URL: `smtp://127.0.0.1:${mail.port}`, MAIL_FROM: 'fulcrum@example.com', MAILS_PER_HOUR: '1' },
  });
  await notifier.start();
});

afterAll(async () => {
  await db?.$disconnect();
  await stack?.stop();
  await mail?.stop();
});

const mailsTo = (email: string) => mail.messages.filter((message) => message.includes(`To: ${email}\n`));
const plain = (message: string) => message.replace(/=\n/g, '').replaceAll('=E2=80=A6', '…');
const messageIdOf = (message: string) => /^Message-ID: (.*)$/im.exec(message)?.[1];

/** A position that the next tick at 40,000 liquidates. */
async function atRisk(trader: Trader, count = 1): Promise<void> {
  await stack.tick('61800.20', '61800.30');
  for (let order = 0; order < count; order += 1)
    expect((await trader.open({ quantity: '0.001', leverage: 20 })).status).toBe(201);
}

const crash = () => stack.tick('40000.00', '40000.10');

function notice(userId: string, event = randomUUID()): NewNotice {
  return { event, userId, kind: 'withdrawal', count: 1, lines: [`event ${event}`] };
}

it('sums up what happens at once in one mail, and tells nothing of it in its logs', async () => {
  const [ada, bob] = [await stack.trader(), await stack.trader()];
  await atRisk(ada, 30);
  await atRisk(bob);
  await crash();
  await expect.poll(() => mailsTo(ada.email).length, LIMIT).toBe(1);
  await expect.poll(() => mailsTo(bob.email).length, LIMIT).toBe(1);
  const text = plain(mailsTo(ada.email)[0] ?? '');
  expect(text).toContain('Subject: Fulcrum: 30 positions liquidated');
  expect(text.match(/long 0\.00100 BTC_USDC, closed at 40000\.00/g)).toHaveLength(20);
  expect(text).toContain('… and 10 more.');
  await expect.poll(() => notifier.metric('notifier_mails_total', /outcome="sent"/), LIMIT).toBe(2);
  for (const { email } of [ada, bob]) expect(notifier.log()).not.toContain(email);
});

it('tells of a sign-in from a new device, but not of the first, and of no more than its user wants', async () => {
  const ada = await stack.trader();
  const again = await Trader.signIn(stack.apiUrls[0] ?? '', ada.email);
  await expect.poll(() => mailsTo(ada.email).length, LIMIT).toBe(1);
  expect(plain(mailsTo(ada.email)[0] ?? '')).toMatch(/UTC, from 127\.0\.0\.1, with node/);
  await again.put('/account/notifications', { liquidation: false, withdrawal: true, sign_in: false });
  await Trader.signIn(stack.apiUrls[0] ?? '', ada.email);
  await atRisk(ada);
  await crash();
  // What comes later in the log is told, so what came before it is not going to be.
  const bob = await stack.trader();
  await atRisk(bob);
  await crash();
  await expect.poll(() => mailsTo(bob.email).length, LIMIT).toBe(1);
  expect(mailsTo(ada.email)).toHaveLength(1);
  expect(await db.notice.count({ where: { userId: ada.userId } })).toBe(1);
});

it('tells the former address of a change, whatever its user wants', async () => {
  const ada = await stack.trader();
  const email = `${randomUUID()}@example.com`;
  const { devLinks } = (await ada.post('/account/email', { email })).body;
  for (const link of [devLinks.old, devLinks.new]) await fetch(link, { method: 'POST' });
  await expect.poll(() => mailsTo(ada.email).length, LIMIT).toBe(1);
  expect(plain(mailsTo(ada.email)[0] ?? '')).toContain(`It is ${email} now.`);
});

describe('killed', () => {
  it('before it has read what happened, it tells it once when it is back', async () => {
    const ada = await stack.trader();
    await atRisk(ada);
    await notifier.kill();
    await crash();
    await expect.poll(() => closedOf(ada), LIMIT).toBe(1);
    await notifier.start();
    await expect.poll(() => mailsTo(ada.email).length, LIMIT).toBe(1);
    await notifier.kill();
    await notifier.start();
    await expect.poll(() => position(), LIMIT).toBe(await endOfResults());
    expect(await db.notice.count({ where: { userId: ada.userId } })).toBe(1);
    expect(mailsTo(ada.email)).toHaveLength(1);
  });

  it('between writing a mail and its outcome, it sends the mail again, with the same Message-ID', async () => {
    const ada = await stack.trader();
    mail.holdsAnswers = true;
    await db.$transaction((tx) => addNotices(tx, 0, [notice(ada.userId)]));
    await expect.poll(() => mailsTo(ada.email).length, LIMIT).toBe(1);
    // The mail server has the mail, and the notifier does not know it.
    await notifier.kill();
    mail.holdsAnswers = false;
    await db.mail.updateMany({ where: { userId: ada.userId }, data: { dueAt: new Date() } });
    await notifier.start();
    await expect.poll(() => mailsTo(ada.email).length, LIMIT).toBe(2);
    const [first, second] = mailsTo(ada.email).map(messageIdOf);
    expect(first).toMatch(/^<[\w-]{36}@example\.com>$/);
    expect(second).toBe(first);
    await expect.poll(() => outcomesOf(ada), LIMIT).toEqual(['sent']);
  });
});

it('says so when results went before it has read them, and goes on behind them', async () => {
  const [ada, bob] = [await stack.trader(), await stack.trader()];
  await atRisk(ada);
  await notifier.kill();
  await crash();
  await expect.poll(() => closedOf(ada), LIMIT).toBe(1);
  await atRisk(bob);
  const end = (await endOfResults()) ?? '';
  await expect.poll(() => position('recorder'), LIMIT).toBe(end);
  await stack.redis.xtrim(streamKeys().callback, 'MINID', end);
  await notifier.start();
  await crash();
  await expect.poll(() => mailsTo(bob.email).length, LIMIT).toBe(1);
  expect(mailsTo(ada.email)).toEqual([]);
  expect(notifier.log()).toContain('NOTICES MAY BE MISSING');
  expect(await notifier.metric('notifier_holes_total')).toBe(1);
});

it('sends a user so many mails an hour, and keeps the rest for one that sums it up', async () => {
  const ada = await stack.trader();
  const tell = () => db.$transaction((tx) => addNotices(tx, 0, [notice(ada.userId)]));
  await tell();
  await expect.poll(() => mailsTo(ada.email).length, LIMIT).toBe(1);
  await tell();
  await tell();
  const bob = await stack.trader();
  await db.$transaction((tx) => addNotices(tx, 0, [notice(bob.userId)]));
  await expect.poll(() => mailsTo(bob.email).length, LIMIT).toBe(1);
  expect(mailsTo(ada.email)).toHaveLength(1);
  await db.mail.updateMany({ where: { userId: ada.userId }, data: { createdAt: new Date(Date.now() - 3_600_001) } });
  await expect.poll(() => mailsTo(ada.email).length, LIMIT).toBe(2);
  expect(mailsTo(ada.email).at(-1)).toContain('Subject: Fulcrum: 2 withdrawals');
});

it('gives a mail up that the server never takes, visibly and without its address', async () => {
  const ada = await stack.trader();
  mail.refuses = ada.email;
  await db.$transaction((tx) => addNotices(tx, 0, [notice(ada.userId)]));
  await expect.poll(() => db.mail.count({ where: { userId: ada.userId, attempts: 1, outcome: null } }), LIMIT).toBe(1);
  await expect.poll(() => notifier.metric('notifier_waiting_mails'), LIMIT).toBeGreaterThan(0);
  await db.mail.updateMany({ where: { userId: ada.userId }, data: { attempts: 7, dueAt: new Date() } });
  await expect.poll(() => outcomesOf(ada), LIMIT).toEqual(['failed']);
  await expect.poll(() => notifier.metric('notifier_mails_total', /outcome="failed"/), LIMIT).toBe(1);
  expect(notifier.log()).toContain('A MAIL IS GIVEN UP');
  expect(notifier.log()).not.toContain(ada.email);
});

it('keeps no more notices of one user than may wait, and drops the others visibly', async () => {
  const ada = await stack.trader();
  await notifier.stop();
  const many = Array.from({ length: 1_000 }, () => notice(ada.userId));
  const dropped = (notices: NewNotice[], most?: number) => db.$transaction((tx) => addNotices(tx, 0, notices, most));
  expect(await dropped(many)).toBe(0);
  expect(await dropped(many)).toBe(0);
  expect(await dropped([notice(ada.userId)])).toBe(1);
  const bob = await stack.trader();
  expect(await dropped([notice(bob.userId)], 1_000)).toBe(1);
  expect(await dropped([notice(randomUUID())])).toBe(0);
  expect(await db.notice.count({ where: { userId: ada.userId } })).toBe(1_000);
  await notifier.start();
  await expect.poll(() => mailsTo(ada.email).length, LIMIT).toBe(1);
  expect(mailsTo(ada.email)[0]).toContain('Subject: Fulcrum: 1000 withdrawals');
});

it('without a mail server it says so, notes what it would tell, and keeps nothing waiting', async () => {
  await notifier.stop();
  const local = stack.addNotifier({}, 'notifier-local');
  await local.start();
  expect(local.log()).toContain('SMTP_URL is not set');
  const ada = await stack.trader();
  await db.$transaction((tx) => addNotices(tx, 0, [notice(ada.userId)]));
  await expect.poll(() => outcomesOf(ada), LIMIT).toEqual(['unsent']);
  expect(local.log()).not.toContain(ada.email);
});

async function closedOf(trader: Trader): Promise<number> {
  return (await trader.get('/trade/get-close-orders')).body.orders.length;
}

async function outcomesOf({ userId }: Trader): Promise<(string | null)[]> {
  return (await db.mail.findMany({ where: { userId }, orderBy: { createdAt: 'asc' } })).map(({ outcome }) => outcome);
}

async function position(reader = 'notifier'): Promise<string | undefined> {
  return (await db.checkpoint.findFirst({ where: { reader } }))?.position;
}

async function endOfResults(): Promise<string | undefined> {
  return (await stack.redis.xrevrange(streamKeys().callback, '+', '-', 'COUNT', 1))[0]?.[0];
}
