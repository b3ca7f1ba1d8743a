import { createHash, randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { connectDatabase, type Database } from '@fulcrum/db';
import { streamKeys } from '@fulcrum/streams';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MailServer } from '../../support/mail-server.ts';
import { runTool } from '../../support/run-tool.ts';
import { Stack } from '../../support/stack.ts';
import { type ApiAnswer, call, Trader } from '../../support/trader.ts';

/** Signing in with a password, on one's own machine and in production. */

let stack: Stack;
let mail: MailServer;
let db: Database;
let url: string;
let production: string;

beforeAll(async () => {
  [stack, mail] = await Promise.all([Stack.start({ settings: { LOG_LEVEL: 'trace' } }), MailServer.start()]);
  url = stack.apiUrls[0] ?? '';
  db = connectDatabase(stack.devstack.postgres.url, 1);
  const { api, url: added } = await stack.addApi({
    NODE_ENV: 'production',
    JWT_SECRET: 'b7Kx2Qm9Zt4Wv8Ln1Rc6Yd3Hp5Jg0FsA',
    DOCUMENTS_SECRET: 'Nt4Rv8Xz2Lq6Wm1Kp9Hs3Jc7Yb5Gd0Fe',
    PUBLIC_URL: 'https://fulcrum.example',
    MAIL_FROM: 'fulcrum@example.com',
    SMTP_URL: `smtp://127.0.0.1:${mail.port}`,
    SIGN_IN_RATE_LIMIT: '1000',
    TRUSTED_PROXIES: '1',
  });
  production = added;
  await api.start();
});

afterAll(async () => {
  // Whatever happened here, no password reached a log.
  const logs = readdirSync(stack.logs).map((name) => readFileSync(join(stack.logs, name), 'utf8'));
  for (const password of used) expect(logs.some((log) => log.includes(password))).toBe(false);
  await db?.$disconnect();
  await stack?.stop();
  await mail?.stop();
});

const used: string[] = [];

const newEmail = () => `${randomUUID()}@example.com`;

function newPassword(): string {
  const password = `horse ${randomUUID()}`;
  used.push(password);
  return password;
}

const signUp = (at: string, email: string, password: string) => call(at, 'POST', '/signup', { email, password });
const signIn = (at: string, email: string, password: string, path = '/auth/signin') =>
  call(at, 'POST', path, { email, password });

/** Follows the last mail's link, as a program does. */
async function followMail(more = ''): Promise<ApiAnswer> {
  const link = mail.lastLink().replace('https://fulcrum.example', production) + more;
  const response = await fetch(link, { headers: { accept: 'application/json' } });
  return { status: response.status, headers: response.headers, body: await response.json() };
}

/** What tells two answers apart. */
const seen = ({ status, headers, body }: ApiAnswer) => ({ status, headers: [...headers.keys()], body });

describe('on one’s own machine', () => {
  it('an account can be used at once, and a session is what a link gives', async () => {
    const [email, password] = [newEmail(), newPassword()];
    expect(await signUp(url, email.toUpperCase(), password)).toMatchObject({ status: 202 });
    for (const path of ['/signin', '/auth/signin']) {
      const answer = await signIn(url, email, password, path);
      expect(answer.status).toBe(200);
      const { token, user } = answer.body;
      expect(answer.body).toEqual({ token, user: { id: user.id, email, balance: '10000.000000' } });
      expect(answer.headers.get('set-cookie')).toMatch(new RegExp(`^fulcrum_session=${token}; .*HttpOnly`));
      expect((await call(url, 'GET', '/balance/me', undefined, token)).status).toBe(200);
    }
    const row = await db.user.findUnique({ where: { email } });
    expect(row).toMatchObject({ lastLoggedIn: expect.any(Date), passwordHash: expect.stringMatching(/^\$argon2id\$/) });
  });

  it('nobody sets the password of an account that there is, whichever way its owner came', async () => {
    const [email, password, stolen] = [newEmail(), newPassword(), newPassword()];
    await signUp(url, email, password);
    const byLink = await stack.trader();
    const before = seen(await signUp(url, newEmail(), newPassword()));
    for (const known of [email, byLink.email]) {
      const answer = seen(await signUp(url, known, stolen));
      expect({ ...answer, body: { ...answer.body, devLink: '' } }).toEqual({
        ...before,
        body: { ...before.body, devLink: '' },
      });
      // Also not once its owner follows the link.
      expect((await Trader.signIn(url, known)).email).toBe(known);
      expect((await signIn(url, known, stolen)).status).toBe(401);
    }
    expect((await signIn(url, email, password)).status).toBe(200);
  });

  it('a wrong password, an unknown address and one without a password are answered alike', async () => {
    const [email, password] = [newEmail(), newPassword()];
    await signUp(url, email, password);
    const { email: byLink } = await stack.trader();
    const answers = [];
    for (const known of [email, newEmail(), byLink]) answers.push(seen(await signIn(url, known, newPassword())));
    expect(answers[0]).toMatchObject({ status: 401, body: { code: 'wrong_credentials' } });
    expect(answers).toEqual(Array(3).fill(answers[0]));
  });

  it('a refused password is told what is wrong with it, and is not repeated', async () => {
    const refused = await signUp(url, newEmail(), 'passwordpassword');
    expect(refused).toMatchObject({
      status: 400,
      body: { errors: { password: expect.stringMatching('most common') } },
    });
    expect(JSON.stringify(refused.body)).not.toContain('passwordpassword');
    const long = newPassword().repeat(20);
    const body = JSON.stringify((await signIn(url, newEmail(), long)).body);
    expect(body).toContain('must have at most 256 characters');
    expect(body).not.toContain(long.slice(0, 20));
  });

  it('nobody signs in from a page of another origin', async () => {
    const [email, password] = [newEmail(), newPassword()];
    await signUp(url, email, password);
    const headers = {
      'content-type': 'application/json',
      'sec-fetch-site': 'cross-site',
      origin: 'https://evil.example',
    };
    const body = JSON.stringify({ email, password });
    const answer = await fetch(`${url}/api/v1/auth/signin`, { method: 'POST', headers, body });
    expect(answer.status).toBe(403);
    expect(answer.headers.get('set-cookie')).toBeNull();
  });
});

describe('setting the password', () => {
  it('takes a link shortly before or the present password, and ends all other sessions', async () => {
    const trader = await stack.trader();
    const [first, second] = [newPassword(), newPassword()];
    const other = await Trader.signIn(url, trader.email);
    expect((await trader.get('/auth/security')).body).toMatchObject({ hasPassword: false, mayReset: true });
    expect((await trader.post('/auth/password', { password: first })).status).toBe(200);
    expect((await trader.get('/auth/security')).body).toMatchObject({ hasPassword: true, mayReset: true });
    expect((await other.get('/balance/me')).status).toBe(401);

    const { token } = (await signIn(url, trader.email, first)).body;
    const later = trader.as(trader.userId, token);
    expect((await later.get('/auth/security')).body).toMatchObject({ hasPassword: true, mayReset: false });
    const set = (body: object) => later.post('/auth/password', body);
    expect(await set({ password: second })).toMatchObject({ status: 403, body: { code: 'proof_needed' } });
    const wrong = { password: second, presentPassword: second };
    expect(await set(wrong)).toMatchObject({ status: 403, body: { code: 'wrong_password' } });
    expect((await set({ password: trader.email, presentPassword: first })).body.errors).toHaveProperty('password');
    expect((await signIn(url, trader.email, first)).status).toBe(200);
    expect((await set({ password: second, presentPassword: first })).status).toBe(200);
    expect((await trader.get('/balance/me')).status).toBe(401);
    expect((await later.get('/balance/me')).status).toBe(200);
    expect((await signIn(url, trader.email, first)).status).toBe(401);
    expect((await signIn(url, trader.email, second)).status).toBe(200);
    // What was forgotten is set anew by a link.
    const reset = await Trader.signIn(url, trader.email);
    expect((await reset.post('/auth/password', { password: first })).status).toBe(200);
    expect((await later.get('/balance/me')).status).toBe(401);
    expect((await signIn(url, trader.email, first)).status).toBe(200);
  });

  it('a link is no proof any more after fifteen minutes', async () => {
    const trader = await stack.trader();
    const startedAt = new Date(Date.now() - 15 * 60_000 - 1_000);
    await db.userSession.updateMany({ where: { userId: trader.userId }, data: { startedAt } });
    const answer = await trader.post('/auth/password', { password: newPassword() });
    expect(answer).toMatchObject({ status: 403, body: { code: 'proof_needed' } });
  });

  it('a session that begins with the former password meanwhile does not outlive it', async () => {
    const trader = await stack.trader();
    const [first, second] = [newPassword(), newPassword()];
    await trader.post('/auth/password', { password: first });
    const [set, ...begun] = await Promise.all([
      trader.post('/auth/password', { password: second }),
      ...Array.from({ length: 10 }, () => signIn(url, trader.email, first)),
    ]);
    expect(set.status).toBe(200);
    for (const { status, body } of begun)
      if (status === 200) expect((await call(url, 'GET', '/balance/me', undefined, body.token)).status).toBe(401);
  });
});

describe('in production', () => {
  it('a password counts from when its link was followed', async () => {
    const [email, password] = [newEmail(), newPassword()];
    const answer = await signUp(production, email, password);
    expect(answer).toMatchObject({ status: 202, body: { message: expect.any(String) } });
    expect(answer.body).not.toHaveProperty('devLink');
    expect((await signIn(production, email, password)).status).toBe(401);
    expect(mail.messages.at(-1)).toContain('password was chosen');
    expect((await followMail()).status).toBe(200);
    expect((await signIn(production, email, password)).body.user.email).toBe(email);
  });

  it('the owner of an address is asked whether the password is theirs, and may say no', async () => {
    const [email, password] = [newEmail(), newPassword()];
    await signUp(production, email, password);
    const link = mail.lastLink().replace('https://fulcrum.example', production);
    const page = await (await fetch(link, { headers: { accept: 'text/html' } })).text();
    expect(page).toContain('Was it you?');
    expect(page).toContain('&#38;password=drop');
    expect((await followMail('&password=drop')).status).toBe(200);
    expect((await signIn(production, email, password)).status).toBe(401);
  });

  it('a password that waits is void once the owner came by another link', async () => {
    const [email, stolen] = [newEmail(), newPassword()];
    await signUp(production, email, stolen);
    const waiting = mail.lastLink();
    await call(production, 'POST', '/auth/signup', { email });
    expect((await followMail()).status).toBe(200);
    const late = await fetch(waiting.replace('https://fulcrum.example', production), {
      headers: { accept: 'application/json' },
    });
    expect(late.status).toBe(200);
    expect((await signIn(production, email, stolen)).status).toBe(401);
  });

  it('an attacker at one address keeps the owner at another from nothing', async () => {
    const [email, password] = [newEmail(), newPassword()];
    await signUp(production, email, password);
    await followMail();
    const from = async (address: string, word: string) => {
      const headers = { 'content-type': 'application/json', 'x-forwarded-for': address };
      const body = JSON.stringify({ email, password: word });
      return (await fetch(`${production}/api/v1/auth/signin`, { method: 'POST', headers, body })).status;
    };
    const statuses = [];
    for (let time = 0; time < 22; time += 1) statuses.push(await from('203.0.113.9', newPassword()));
    expect(statuses).toEqual([...Array(20).fill(401), 429, 429]);
    // Not even with the right password.
    expect(await from('203.0.113.9', password)).toBe(429);
    expect(await from('198.51.100.1', password)).toBe(200);
  });

  it('whoever guesses from a hundred addresses is refused, and the owner gets in where they are known, or by a link', async () => {
    const owner = await ownerWithDevice();
    const attack = (last: number) => attempt({ ...owner, password: newPassword() }, { from: `203.0.113.${last}` });
    await count('all-passwords', ` ${owner.email}`, 98);
    expect([await attack(1), await attack(2)].map(({ status }) => status)).toEqual([401, 401]);
    expect((await attack(3)).status).toBe(429);
    const elsewhere = { from: '198.51.100.1' };
    expect((await attempt(owner, elsewhere)).status).toBe(429);
    expect((await attempt(owner, { ...elsewhere, device: `${owner.device.slice(0, -1)}x` })).status).toBe(429);
    const known = await attempt(owner, { ...elsewhere, device: owner.device });
    expect(known.status).toBe(200);
    // The cookie has changed, and the former one is good no more.
    expect(deviceOf(known.headers)).not.toBe(owner.device);
    expect((await attempt(owner, { ...elsewhere, device: owner.device })).status).toBe(429);
    await call(production, 'POST', '/auth/signup', { email: owner.email });
    expect((await followMail()).status).toBe(200);
    // Where the owner is known, twenty may be named as well, and no more.
    const device = deviceOf(known.headers);
    for (let time = 0; time < 20; time += 1)
      expect((await attempt({ ...owner, password: newPassword() }, { ...elsewhere, device })).status).toBe(401);
    expect((await attempt(owner, { from: '198.51.100.2', device })).status).toBe(429);
  });

  it('whoever guesses at many accounts from one address is refused there, and nobody who is known', async () => {
    const [owner, from] = [await ownerWithDevice(), '192.0.2.77'];
    await count('wrong-passwords', from, 198);
    for (const status of [401, 401, 429, 429])
      expect((await attempt({ email: newEmail(), password: newPassword() }, { from })).status).toBe(status);
    expect((await attempt(owner, { from })).status).toBe(429);
    expect((await attempt(owner, { from, device: owner.device })).status).toBe(200);
    expect((await attempt(owner, { from: '192.0.2.78' })).status).toBe(200);
  });

  /** Somebody who has signed in with a password, and the cookie of their device. */
  async function ownerWithDevice() {
    const [email, password] = [newEmail(), newPassword()];
    await signUp(production, email, password);
    const { headers } = await followMail();
    return { email, password, device: deviceOf(headers) };
  }

  const deviceOf = (headers: Headers) =>
    /__Host-fulcrum_device=([\w-]+)/.exec(headers.getSetCookie().join())?.[1] ?? '';

  function attempt(
    { email, password }: { email: string; password: string },
    { from, device }: { from: string; device?: string },
  ): Promise<Response> {
    const headers = {
      ...{ 'content-type': 'application/json', 'x-forwarded-for': from },
      ...(device && { cookie: `__Host-fulcrum_device=${device}` }),
    };
    const body = JSON.stringify({ email, password });
    return fetch(`${production}/api/v1/auth/signin`, { method: 'POST', headers, body });
  }

  /** As though so many had come. */
  async function count(limit: string, sender: string, used: number): Promise<void> {
    const key = createHash('sha256').update(sender).digest('base64url');
    await stack.redis.set(`${streamKeys().limits}:${limit}:${key}`, used, 'PX', 900_000);
  }
});

it('is not demonstrated in production: made-up people get no links', async () => {
  const settings = { NODE_ENV: 'development', API_PORT: new URL(production).port };
  const { status, said } = await runTool(stack, 'demo', [], settings);
  expect({ status, said }).toEqual({
    status: 1,
    said: expect.stringMatching(/^This product sends its sign-in links by mail/),
  });
  expect(await db.staffMember.count()).toBe(0);
  expect(await db.user.count({ where: { email: { endsWith: '@demo.example' }, lastLoggedIn: { not: null } } })).toBe(0);
});
