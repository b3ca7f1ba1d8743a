import { randomUUID } from 'node:crypto';
import { connectDatabase, type Database } from '@fulcrum/db';
import { afterAll, describe, expect, it } from 'vitest';
import type { AppProcess } from '../support/app-process.ts';
import type { Stack } from '../support/stack.ts';
import { type ApiAnswer, call, Trader } from '../support/trader.ts';
import { beforeAllWithSharedStack } from '../support/use-shared-stack.ts';

/** What users say of themselves, agree to and choose, and how their e-mail address changes. */

let stack: Stack;
let urls: [string, string];
let db: Database;

let strict: AppProcess;

beforeAllWithSharedStack(async (shared) => {
  stack = shared;
  const { api, url } = await stack.addApi({ AGREEMENTS_REQUIRED: 'on' });
  strict = api;
  await strict.start();
  urls = [stack.apiUrls[0] ?? '', url];
  db = connectDatabase(stack.devstack.postgres.url, 2);
});

afterAll(async () => {
  await db?.$disconnect();
  await strict?.stop();
});

const refused = (field: string) => ({
  status: 400,
  body: { code: 'invalid_input', errors: { [field]: expect.any(String) } },
});

describe('a profile', () => {
  it('keeps what its owner says, as plain text, and nobody else’s', async () => {
    const [ada, bob] = [await stack.trader(), await stack.trader()];
    expect((await ada.get('/account/profile')).body).toEqual({
      ...{ email: ada.email, name: null, country: null, language: null },
    });
    const name = '<script>alert(1)</script> & "Söhne"';
    expect(await ada.patch('/account/profile', { name: ` ${name} `, country: 'PT', language: 'PT-br' })).toMatchObject({
      status: 200,
      body: { name, country: 'PT', language: 'pt-BR' },
    });
    expect((await ada.patch('/account/profile', { country: null })).body).toMatchObject({ name, country: null });
    expect((await bob.get('/account/profile')).body).toMatchObject({ email: bob.email, name: null });
  });

  it.each([
    ['name', { name: 'Ada\r\nBcc: all@example.com' }],
    ['name', { name: 'a'.repeat(81) }],
    ['name', { name: '\u202eadA' }],
    ['country', { country: 'XX' }],
    ['country', { country: 'pt' }],
    ['country', { country: ['PT'] }],
    ['language', { language: 'en_US' }],
    ['email', { email: 'eve@example.com' }],
    ['userId', { userId: randomUUID() }],
  ])('refuses a wrong %s: %j', async (field, change) => {
    const trader = await shared();
    expect(await trader.patch('/account/profile', change)).toMatchObject(refused(field));
  });
});

describe('preferences', () => {
  const chosen = {
    theme: 'light',
    layout: { asset: 'BTC_USDC', interval: '5m' },
    ticket: { sizeBy: 'margin', maxSlippageBps: 10, leverages: { BTC_USDC: 20 } },
  };

  it('follow their owner, and the last writer wins', async () => {
    const here = await stack.trader();
    const there = await Trader.signIn(urls[1], here.email);
    expect((await here.get('/account/preferences')).body).toEqual({ preferences: null });
    expect(await here.put('/account/preferences', chosen)).toMatchObject({ status: 200 });
    expect((await there.get('/account/preferences')).body).toEqual({ preferences: chosen });
    await there.put('/account/preferences', { theme: 'dark' });
    expect((await here.get('/account/preferences')).body).toEqual({ preferences: { theme: 'dark' } });
  });

  it.each([
    ['theme', { theme: 'pink' }],
    ['colour', { colour: 'red' }],
    ['layout.asset', { layout: { asset: '<b>' } }],
    ['ticket.sizeBy', { ticket: { leverages: {} } }],
    ['ticket.leverages.BTC_USDC', { ticket: { sizeBy: 'margin', leverages: { BTC_USDC: 1e9 } } }],
    ['ticket.leverages', { ticket: { sizeBy: 'margin', leverages: assets(65) } }],
  ])('refuse a wrong %s', async (field, preferences) => {
    expect(await (await shared()).put('/account/preferences', preferences)).toMatchObject(refused(field));
  });

  function assets(count: number) {
    return Object.fromEntries(Array.from({ length: count }, (_, asset) => [`A${asset}`, 1]));
  }
});

describe('agreements', () => {
  it('are kept with their time and network, are never written over, and are asked for where orders need them', async () => {
    const trader = await stack.trader();
    const there = trader.at(urls[1]);
    expect((await trader.open()).status).toBe(201);
    expect(await there.open()).toMatchObject({ status: 403, body: { code: 'agreement_required' } });
    const { documents, areRequired } = (await there.get('/account/agreements')).body;
    expect(areRequired).toBe(true);
    expect(
      documents.map(({ document, agreedAt }: { document: string; agreedAt: null }) => [document, agreedAt]),
    ).toEqual([
      ['terms', null],
      ['risk_warning', null],
    ]);
    const agree = (document: string, version = 1) => there.post('/account/agreements', { document, version });
    expect(await agree('terms', 2)).toMatchObject({ status: 409, body: { code: 'document_changed' } });
    expect(await agree('no_text')).toMatchObject(refused('document'));
    expect((await agree('terms')).status).toBe(200);
    const { detail } = (await there.open()).body;
    expect(detail).toContain('Risk warning');
    expect(detail).toContain('/api/v1/account/agreements');
    await agree('risk_warning');
    const [first] = await db.agreement.findMany({ where: { userId: trader.userId, document: 'terms' } });
    expect(first).toMatchObject({ version: 1, address: '127.0.0.1' });
    await Promise.all([agree('terms'), agree('terms'), agree('risk_warning')]);
    expect(await db.agreement.findMany({ where: { userId: trader.userId, document: 'terms' } })).toEqual([first]);
    expect((await there.open()).status).toBe(201);
    expect((await trader.get('/account/agreements')).body.agreed).toHaveLength(2);
  });
});

describe('notifications', () => {
  it('are on until their owner turns them off', async () => {
    const trader = await stack.trader();
    const all = { liquidation: true, withdrawal: true, sign_in: true };
    expect((await trader.get('/account/notifications')).body).toEqual(all);
    const fewer = { ...all, withdrawal: false };
    expect(await trader.put('/account/notifications', fewer)).toMatchObject({ status: 200, body: fewer });
    expect((await trader.get('/account/notifications')).body).toEqual(fewer);
    expect(await trader.put('/account/notifications', { withdrawal: false })).toMatchObject(refused('sign_in'));
    expect(await trader.put('/account/notifications', { ...all, email_changed: false })).toMatchObject(
      refused('email_changed'),
    );
  });
});

describe('a change of the e-mail address', () => {
  const newEmail = () => `${randomUUID()}@example.com`;
  const ask = (trader: Trader, body: object) => trader.post('/account/email', body);
  const confirm = (link: string, method = 'POST'): Promise<ApiAnswer> => {
    const { pathname, search } = new URL(link);
    return call(urls[0], method, pathname.replace('/api/v1', '') + search);
  };

  it('takes both links, in any order, ends all other sessions, and is told at the old address', async () => {
    const ada = await stack.trader();
    const other = await Trader.signIn(urls[0], ada.email);
    const oldSignIn = (await call(urls[0], 'POST', '/auth/signup', { email: ada.email })).body.devLink;
    const email = newEmail();
    const { status, body } = await ask(ada, { email });
    expect(status).toBe(202);
    const { old, new: fresh } = body.devLinks;
    expect((await confirm(fresh, 'GET')).body).toContain('Agree');
    const first = await confirm(fresh);
    expect(first).toMatchObject({ status: 200, body: { status: 'waiting' } });
    expect(first.headers.get('set-cookie')).toBeNull();
    expect((await confirm(fresh)).body.status).toBe('waiting');
    expect((await ada.get('/auth/me')).body.user.email).toBe(ada.email);
    // Both are followed at once, and more than once: one of them makes the change.
    const answers = await Promise.all([confirm(old), confirm(fresh), confirm(old)]);
    expect(answers.filter(({ body }) => body.status === 'changed')).toHaveLength(1);
    expect((await ada.get('/auth/me')).body.user.email).toBe(email);
    expect((await other.get('/auth/sessions')).status).toBe(401);
    for (const link of [old, fresh]) expect(await confirm(link)).toMatchObject({ status: 401 });
    const late = await fetch(oldSignIn, { headers: { accept: 'application/json' } });
    expect(late.status).toBe(401);
    const notices = await db.notice.findMany({ where: { userId: ada.userId, kind: 'email_changed' } });
    expect(notices).toMatchObject([{ address: ada.email, count: 1 }]);
    expect((await Trader.signIn(urls[0], email)).userId).toBe(ada.userId);
    expect((await Trader.signIn(urls[0], ada.email)).userId).not.toBe(ada.userId);
  });

  it('does not tell whether the new address belongs to somebody, and takes it from nobody', async () => {
    const [ada, bob] = [await stack.trader(), await stack.trader()];
    const free = await ask(ada, { email: newEmail() });
    const taken = await ask(ada, { email: bob.email });
    expect({ ...taken.body, devLinks: '' }).toEqual({ ...free.body, devLinks: '' });
    expect(taken.status).toBe(free.status);
    // The later one has ended the one before.
    expect((await confirm(free.body.devLinks.old)).status).toBe(401);
    await confirm(taken.body.devLinks.old);
    expect(await confirm(taken.body.devLinks.new)).toMatchObject({ status: 409, body: { code: 'address_taken' } });
    expect((await ada.get('/auth/me')).body.user.email).toBe(ada.email);
    expect((await bob.get('/auth/me')).body.user.email).toBe(bob.email);
  });

  it('is not kept up by somebody who only asked for a link to the new address', async () => {
    const ada = await stack.trader();
    const email = newEmail();
    await call(urls[0], 'POST', '/auth/signup', { email });
    const { old, new: fresh } = (await ask(ada, { email })).body.devLinks;
    await confirm(old);
    expect((await confirm(fresh)).body.status).toBe('changed');
  });

  it('leaves the account of somebody who has never come, and has money', async () => {
    const ada = await stack.trader();
    const email = newEmail();
    await call(urls[0], 'POST', '/auth/signup', { email });
    const { id: userId } = await db.user.findUniqueOrThrow({ where: { email } });
    const money = { amount: '5000', cash: '5000', bookedAt: 1n };
    await db.ledgerEntry.create({ data: { id: randomUUID(), userId, kind: 'deposit', ...money } });
    const { old, new: fresh } = (await ask(ada, { email })).body.devLinks;
    await confirm(old);
    expect(await confirm(fresh)).toMatchObject({ status: 409, body: { code: 'address_taken' } });
    expect(await db.user.count({ where: { id: userId } })).toBe(1);
  });

  it('counts no more when its time is over, or the password is set meanwhile', async () => {
    const ada = await stack.trader();
    const { old } = (await ask(ada, { email: newEmail() })).body.devLinks;
    await db.emailChange.updateMany({ where: { userId: ada.userId }, data: { expiresAt: new Date(Date.now() - 1) } });
    expect((await confirm(old)).status).toBe(401);
    const next = (await ask(ada, { email: newEmail() })).body.devLinks.old;
    expect((await ada.post('/auth/password', { password: 'correct horse battery' })).status).toBe(200);
    expect((await confirm(next)).status).toBe(401);
  });

  it('asks for what a change of the password asks for, and is limited', async () => {
    const ada = await stack.trader();
    const password = 'correct horse battery';
    await ada.post('/auth/password', { password });
    await db.userSession.updateMany({ where: { userId: ada.userId }, data: { startedAt: new Date(0) } });
    const email = newEmail();
    expect(await ask(ada, { email })).toMatchObject({ status: 403, body: { code: 'proof_needed' } });
    expect(await ask(ada, { email, presentPassword: 'wrong' })).toMatchObject({
      ...{ status: 403, body: { code: 'wrong_password' } },
    });
    const good = { email, presentPassword: password };
    expect(await ask(ada, { ...good, email: ada.email.toUpperCase() })).toMatchObject(refused('email'));
    const elsewhere = () => ask(ada, { ...good, email: newEmail() });
    for (let change = 0; change < 5; change += 1) expect((await elsewhere()).status).toBe(202);
    expect(await elsewhere()).toMatchObject({ status: 429, body: { code: 'too_many_changes' } });
    await db.emailChange.updateMany({ where: { userId: ada.userId }, data: { newEmail: email } });
    const bob = await stack.trader();
    expect(await ask(bob, { email })).toMatchObject({ status: 429 });
    expect((await confirm(`${urls[0]}/api/v1/account/email/confirm?token=${'x'.repeat(43)}`)).status).toBe(401);
  });
});

let sharedTrader: Promise<Trader> | undefined;

/** One user for all that changes nothing. */
function shared(): Promise<Trader> {
  sharedTrader ??= stack.trader();
  return sharedTrader;
}
