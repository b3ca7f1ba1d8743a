import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { connectDatabase, type Database } from '@fulcrum/db';
import { generateSync } from 'otplib';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { samplePdf } from '../../../packages/identity/src/testing/sample-documents.ts';
import { BEGINNERS_ANSWERS, SUBMISSION, upload } from '../../support/identity/identity-client.ts';
import { MailServer } from '../../support/mail-server.ts';
import { Stack } from '../../support/stack.ts';
import { type ApiAnswer, call } from '../../support/trader.ts';

/** Whatever happens, no log of any process has what somebody could sign in with, or who they are. */

let stack: Stack;
let mail: MailServer;
let db: Database;
let url: string;

beforeAll(async () => {
  const options = { hasFeed: true, settings: { LOG_LEVEL: 'trace', TRUSTED_PROXIES: '1' } };
  [stack, mail] = await Promise.all([Stack.start(options), MailServer.start()]);
  db = connectDatabase(stack.devstack.postgres.url, 1);
  const { api, url: added } = await stack.addApi({
    ...{
      NODE_ENV: 'production',
      JWT_SECRET: own('b7Kx2Qm9Zt4Wv8Ln1Rc6Yd3Hp5Jg0FsA'),
      PUBLIC_URL: 'https://fulcrum.example',
    },
    ...{ MAIL_FROM: 'fulcrum@example.com', SMTP_URL: `smtp://127.0.0.1:${mail.port}`, SIGN_IN_RATE_LIMIT: '1000' },
    STAFF_SECOND_FACTOR: 'off',
    DOCUMENTS_SECRET: own('Nt4Rv8Xz2Lq6Wm1Kp9Hs3Jc7Yb5Gd0Fe'),
    SECOND_FACTOR_SECRET: own('Zq3v9K1xW7pLr5TnB8sYh2Dj6Gm4Fc0E'),
  });
  url = added;
  await api.start();
});

afterAll(async () => {
  await db?.$disconnect();
  await stack?.stop();
  await mail?.stop();
});

/** What no log may have. */
const secrets = new Set<string>();

function own(secret: string): string {
  secrets.add(secret);
  return secret;
}

const newPassword = () => own(`horse ${randomUUID()}`);
/** The part before the @ names its owner as well. */
const newEmail = () => `${own(randomUUID())}@example.com`;

const post = (path: string, body: unknown, token?: string) => call(url, 'POST', path, body, token);

async function followMail(): Promise<ApiAnswer> {
  const link = mail.lastLink().replace('https://fulcrum.example', url);
  own(new URL(link).searchParams.get('token') ?? '');
  const response = await fetch(link, { headers: { accept: 'application/json' } });
  return remembered({ status: response.status, headers: response.headers, body: await response.json() });
}

/** Remembers the cookies and what the body gives out. */
function remembered(answer: ApiAnswer): ApiAnswer {
  for (const cookie of answer.headers.getSetCookie()) own(/=([^;]*)/.exec(cookie)?.[1] || randomUUID());
  for (const name of ['token', 'challenge', 'secret'] as const) if (answer.body?.[name]) own(answer.body[name]);
  for (const code of answer.body?.recoveryCodes ?? []) own(code);
  return answer;
}

/** The logs of all processes, with what they wrote as they ended. */
function leaks(): string[] {
  return readdirSync(stack.logs).flatMap((name) => {
    const lines = readFileSync(join(stack.logs, name), 'utf8').split('\n');
    return lines.flatMap((line) =>
      [...secrets].filter((secret) => line.includes(secret)).map((secret) => `${name}: ${secret} in ${line}`),
    );
  });
}

it('has nothing of a document, of an answer or of who somebody is, whatever is sent and whatever fails', async () => {
  const signedUp = async () => {
    expect((await post('/signup', { email: newEmail(), password: newPassword() })).status).toBe(202);
    return (await followMail()).body as { token: string; user: { id: string } };
  };
  const client = await signedUp();
  const staff = await signedUp();
  await db.staffMember.create({ data: { userId: staff.user.id, role: 'compliance' } });
  const [said, name] = [own(`says ${randomUUID()}`), own(`scan ${randomUUID()}`)];
  const pdf = samplePdf({ objects: `4 0 obj\n(${said})\nendobj\n` });
  const send = (kind: string, bytes = pdf, type = 'application/pdf') =>
    upload(url, client, { kind, name: `${name}.pdf`, type, bytes });
  // Documents that are good, that are none, and that are cut off.
  expect((await send('address_proof')).status).toBe(201);
  const document = (await send('identity_front')).body.id;
  expect((await send('other', Buffer.from(said))).status).toBe(415);
  expect((await send('other', pdf.subarray(0, -40))).status).toBe(422);
  expect((await send('other', pdf, `image/${own(randomUUID())}`)).status).toBe(415);
  // Answers that are right, wrong, unread, and of nobody.
  const person = { fullName: own(`Ada ${randomUUID()}`), address: own(`Rua ${randomUUID()}`) };
  const submit = (change: object = {}) =>
    post('/account/identity/submit', { ...SUBMISSION, ...person, ...change }, client.token);
  expect((await submit({ answers: { ...SUBMISSION.answers, savings: own(`rich ${randomUUID()}`) } })).status).toBe(400);
  expect((await submit({ answers: BEGINNERS_ANSWERS })).status).toBe(409);
  expect((await submit({ dateOfBirth: own(`born ${randomUUID()}`) })).status).toBe(400);
  // A database that refuses what is written, and names the row.
  for (const [table, refused] of [
    ['IdentityCheck', () => submit()],
    ['IdentityDocument', () => send('other')],
    ['IdentityContent', () => send('other')],
  ] as const) {
    await db.$executeRawUnsafe(`alter table "${table}" add constraint "broken" check (false) not valid`);
    expect((await refused()).status).toBe(500);
    await db.$executeRawUnsafe(`alter table "${table}" drop constraint "broken"`);
  }
  expect((await submit()).status).toBe(200);
  // Staff read it, and decide; what was kept cannot be opened any more; the client takes what there is.
  const read = (path: string, { token }: { token: string }) => call(url, 'GET', path, undefined, token);
  expect((await read(`/desk/identity/documents/${document}`, staff)).status).toBe(200);
  const { version } = (await read(`/desk/identity/${client.user.id}`, staff)).body;
  const reason = own(`It is ${randomUUID()}`);
  await post(`/desk/identity/${client.user.id}/decision`, { version, decision: 'refuse', reason }, staff.token);
  expect((await read('/account/export', client)).status).toBe(200);
  await db.identityContent.updateMany({ data: { sealed: Buffer.from(own(randomUUID())) } });
  expect((await read(`/account/identity/documents/${document}`, client)).status).toBe(500);
  expect(leaks()).toEqual([]);
}, 60_000);

it('has no password, code, key, cookie or address, whatever somebody sends and whatever fails', async () => {
  const [email, password] = [newEmail(), newPassword()];
  // Sign-ups and sign-ins, right ones and wrong ones.
  expect((await post('/signup', { email, password })).status).toBe(202);
  const { token } = (await followMail()).body;
  for (const wrong of [newPassword(), 'short', `${newPassword()}`.repeat(20)])
    await post('/auth/signin', { email, password: wrong });
  await post('/auth/signin', { email: newEmail(), password: newPassword() });
  remembered(await post('/auth/signin', { email, password }));
  await post('/auth/password', { password: newPassword(), presentPassword: newPassword() }, token);
  // A second factor, keys and withdrawals.
  const { secret } = remembered(await post('/auth/second-factor/prepare', {}, token)).body;
  const codes = remembered(await post('/auth/second-factor/turn-on', { code: generateSync({ secret }) }, token)).body
    .recoveryCodes;
  const { challenge } = remembered(await post('/auth/signin', { email, password })).body;
  await post('/auth/signin/code', { challenge, code: own('123 987') });
  const key = remembered(await post('/auth/keys', { name: 'bot', scopes: ['read'], code: codes[0] }, token)).body
    .secret;
  await post('/wallet/withdrawals', { transferId: randomUUID(), amount: '1', code: codes[1] }, token);
  remembered(await post('/auth/signin/code', { challenge, code: codes[2] }));
  // At wrong places, and in bodies that nobody can read.
  for (const text of [password, token, key, codes[3], email, secret]) {
    await call(url, 'GET', `/nothing/${encodeURIComponent(text)}?q=${encodeURIComponent(text)}`, undefined, token);
    await call(url, 'POST', '/auth/signin', `{"email":"${text}","password":"${text}"`);
    await post('/trade/create-order', { [text]: text, asset: text, orderId: text }, token);
    await call(url, 'GET', '/balance/me', undefined, text.replace(/[^\w.-]/g, '') === text ? text : undefined);
    await fetch(`${url}/api/v1/auth/me`, {
      headers: { cookie: `__Host-fulcrum_session=${encodeURIComponent(text)}`, 'user-agent': text },
    });
    await new Promise((resolve) => {
      const socket = new WebSocket(`${stack.feedUrl}/?${encodeURIComponent(text)}`, {
        headers: { authorization: `Bearer ${text.replace(/\s/g, '')}` },
      });
      socket.on('open', () => {
        for (const message of [text, JSON.stringify({ id: 1, method: 'AUTH', params: [text] })]) socket.send(message);
        setTimeout(() => socket.close(), 50);
      });
      socket.on('close', resolve).on('error', () => {});
    });
  }
  // Mails that fail.
  const refused = newEmail();
  mail.refuses = refused;
  expect((await post('/signup', { email: refused, password: newPassword() })).status).toBe(503);
  mail.refuses = '';
  // A database that refuses what is written, and names the row.
  const broken = newEmail();
  await db.$executeRawUnsafe(`alter table "User" add constraint "broken" check (email <> '${broken}')`);
  expect((await post('/signup', { email: broken, password: newPassword() })).status).toBe(500);
  await db.$executeRawUnsafe('alter table "User" drop constraint "broken"');
  await db.$executeRawUnsafe('alter table "User" rename column "passwordHash" to "gone"');
  expect((await post('/auth/signin', { email, password })).status).toBe(500);
  expect((await post('/signup', { email: newEmail(), password: newPassword() })).status).toBe(500);
  await db.$executeRawUnsafe('alter table "User" rename column "gone" to "passwordHash"');
  await db.$executeRawUnsafe('alter table "ApiKey" add constraint "broken" check (name = \'\') not valid');
  expect(
    (await post('/auth/keys', { name: own(`name ${randomUUID()}`), scopes: ['read'], code: codes[4] }, token)).status,
  ).toBe(500);
  // Servers that go, under what is being asked, and a process that is killed.
  const during = Promise.allSettled(
    Array.from({ length: 20 }, () => post('/auth/signin', { email, password: newPassword() })),
  );
  await stack.devstack.postgres.kill?.();
  await during;
  await Promise.allSettled([
    post('/auth/signin', { email, password }),
    post('/signup', { email: newEmail(), password: newPassword() }),
  ]);
  for (const app of stack.processes()) await app.kill();
  expect(leaks()).toEqual([]);
}, 60_000);
