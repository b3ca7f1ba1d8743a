import { createHash, randomUUID } from 'node:crypto';
import { connect } from 'node:net';
import { connectDatabase, type Database } from '@fulcrum/db';
import { afterAll, describe, expect, it } from 'vitest';
import {
  sampleJpeg,
  samplePdf,
  samplePng,
  sampleZip,
} from '../../../packages/identity/src/testing/sample-documents.ts';
import type { AppProcess } from '../../support/app-process.ts';
import { BEGINNERS_ANSWERS, SUBMISSION, sendDocuments, upload } from '../../support/identity/identity-client.ts';
import type { Stack } from '../../support/stack.ts';
import type { Trader } from '../../support/trader.ts';
import { beforeAllWithSharedStack } from '../../support/use-shared-stack.ts';

/** What clients send of who they are, and what they may not do before it is approved. */

let stack: Stack;
let url: string;
let db: Database;
let strict: AppProcess;

beforeAllWithSharedStack(async (shared) => {
  stack = shared;
  const added = await stack.addApi({ IDENTITY_NEEDED_FOR: 'withdrawals,deposits,trading' });
  strict = added.api;
  url = added.url;
  await strict.start();
  db = connectDatabase(stack.devstack.postgres.url, 2);
});

afterAll(async () => {
  await db?.$disconnect();
  await strict?.stop();
});

const client = async () => (await stack.trader()).at(url);
const submit = (trader: Trader, change: object = {}) =>
  trader.post('/account/identity/submit', { ...SUBMISSION, ...change });
const setState = (userId: string, data: { state: string; reason?: string; expiresAt?: Date }) =>
  db.identityCheck.update({ where: { userId }, data });
const remove = (trader: Trader, id: string) =>
  fetch(`${url}/api/v1/account/identity/documents/${id}`, {
    method: 'DELETE',
    headers: { authorization: `Bearer ${trader.token}` },
  });

describe('an identity', () => {
  it('begins with nothing, and says what it keeps from and what is missing', async () => {
    const ada = await client();
    expect((await ada.get('/account/identity')).body).toMatchObject({
      ...{ state: 'none', version: 0, person: null, documents: [], mayChange: true },
      keepsFrom: ['withdrawals', 'deposits', 'trading'],
      missing: ['identity_front', 'address_proof'],
      limits: { maxDocuments: 10, maxBytes: 5_242_880, mediaTypes: ['image/png', 'image/jpeg', 'application/pdf'] },
    });
  });

  it('asks questions whose points nobody is told', async () => {
    const { body } = await (await client()).get('/account/identity/questionnaire');
    expect(body.questions.map(({ topic }: { topic: string }) => topic)).toEqual(
      expect.arrayContaining(['experience', 'knowledge', 'finances', 'source_of_funds']),
    );
    expect(JSON.stringify(body)).not.toContain('points');
  });

  it('is sent once it is whole, is locked then, and may be sent again once it was refused or has expired', async () => {
    const ada = await client();
    expect(await submit(ada)).toMatchObject({ status: 409, body: { code: 'documents_missing' } });
    const [front = ''] = await sendDocuments(url, ada);
    expect(await submit(ada)).toMatchObject({
      status: 200,
      body: { state: 'submitted', result: 'appropriate', person: { dateOfBirth: '1990-12-10' }, mayChange: false },
    });
    const locked = { status: 409, body: { code: 'identity_locked' } };
    expect(await submit(ada)).toMatchObject(locked);
    expect(await upload(url, ada, { bytes: samplePng() })).toMatchObject(locked);
    expect((await remove(ada, front)).status).toBe(409);
    await setState(ada.userId, { state: 'refused', reason: 'It cannot be read.' });
    expect((await ada.get('/account/identity')).body).toMatchObject({ state: 'refused', reason: 'It cannot be read.' });
    expect((await remove(ada, front)).status).toBe(200);
    expect((await submit(ada)).body).toMatchObject({ code: 'documents_missing' });
    await upload(url, ada, { kind: 'identity_front', bytes: samplePng() });
    expect((await submit(ada)).body).toMatchObject({ state: 'submitted', reason: null });
    await setState(ada.userId, { state: 'approved', expiresAt: new Date(Date.now() - 1_000) });
    expect((await ada.get('/account/identity')).body).toMatchObject({ state: 'expired', mayChange: true });
    expect((await submit(ada)).body).toMatchObject({ state: 'submitted', expiresAt: null });
  });

  it('is sent once by two who send it at once', async () => {
    const ada = await client();
    await sendDocuments(url, ada);
    const answers = await Promise.all([submit(ada), submit(ada), submit(ada.at(stack.apiUrls[0] ?? ''))]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
  });

  it('is sent by who was warned only once they have read it', async () => {
    const ada = await client();
    await sendDocuments(url, ada);
    const warned = { answers: BEGINNERS_ANSWERS };
    expect(await submit(ada, warned)).toMatchObject({ status: 409, body: { code: 'warning_unread' } });
    expect((await ada.get('/account/identity')).body.state).toBe('none');
    expect((await submit(ada, { ...warned, hasReadWarning: true })).body).toMatchObject({
      ...{ state: 'submitted', result: 'warned' },
    });
    expect((await db.identityCheck.findUniqueOrThrow({ where: { userId: ada.userId } })).warningReadAt).not.toBeNull();
  });

  it.each([
    ['a child', { dateOfBirth: `${new Date().getUTCFullYear() - 17}-01-01` }, 'dateOfBirth'],
    ['somebody of no day', { dateOfBirth: '1990-02-30' }, 'dateOfBirth'],
    ['somebody of the Middle Ages', { dateOfBirth: '1390-01-01' }, 'dateOfBirth'],
    ['a name of two lines', { fullName: 'Ada\nLovelace' }, 'fullName'],
    ['a name that turns round', { fullName: 'Ada \u202e' }, 'fullName'],
    ['no country', { nationality: 'XX' }, 'nationality'],
    ['a very long address', { address: 'a'.repeat(301) }, 'address'],
    ['an answer that is no choice', { answers: { ...SUBMISSION.answers, savings: 'plenty' } }, 'answers.savings'],
    ['an unknown question', { answers: { ...SUBMISSION.answers, toString: 'plenty' } }, 'answers.toString'],
    ['a missing answer', { answers: { ...SUBMISSION.answers, savings: undefined } }, 'answers.savings'],
    ['a state', { state: 'approved' }, 'state'],
    ['the approval of it', { expiresAt: '2099-01-01' }, 'expiresAt'],
  ])('is refused of %s', async (_what, change, field) => {
    expect(await submit(await shared(), change)).toMatchObject({
      status: 400,
      body: { code: 'invalid_input', errors: { [field]: expect.any(String) } },
    });
  });

  it('is refused with the answers to other questions', async () => {
    expect(await submit(await shared(), { questionnaireVersion: 2 })).toMatchObject({
      ...{ status: 409, body: { code: 'questionnaire_changed' } },
    });
  });
});

describe('a document', () => {
  it('comes back as it was sent, as a file that no browser shows, and lies encrypted in the database', async () => {
    const ada = await client();
    const bytes = sampleJpeg();
    const name = '../../etc/\u202epass<port>.JPEG';
    const { status, body } = await upload(url, ada, { kind: 'identity_back', name, type: 'image/jpeg', bytes });
    expect([status, body]).toEqual([
      201,
      {
        ...{ id: expect.any(String), kind: 'identity_back', name: 'pass_port_.jpeg', mediaType: 'image/jpeg' },
        ...{ size: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') },
        createdAt: expect.any(Number),
      },
    ]);
    const path = `${url}/api/v1/account/identity/documents/${body.id}`;
    const file = await fetch(path, { headers: { authorization: `Bearer ${ada.token}` } });
    expect(Buffer.from(await file.arrayBuffer())).toEqual(bytes);
    expect(Object.fromEntries(file.headers)).toMatchObject({
      'content-type': 'image/jpeg',
      'content-disposition': "attachment; filename*=UTF-8''pass_port_.jpeg",
      'content-security-policy': "sandbox; default-src 'none'",
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
    });
    const { sealed } = await db.identityContent.findUniqueOrThrow({ where: { documentId: body.id } });
    expect(sealed.length).toBeGreaterThan(bytes.length);
    expect(Buffer.from(sealed).includes(bytes.subarray(0, 16))).toBe(false);
  });

  it('is nobody else’s to see or to delete', async () => {
    const [ada, bob] = [await client(), await client()];
    const [id = ''] = await sendDocuments(url, ada);
    for (const name of [id, randomUUID()])
      expect(await bob.get(`/account/identity/documents/${name}`)).toMatchObject({
        ...{ status: 404, body: { code: 'unknown_document' } },
      });
    expect((await remove(bob, id)).status).toBe(404);
    expect((await bob.get('/account/identity')).body.documents).toEqual([]);
    expect((await ada.get('/account/identity')).body.documents).toHaveLength(2);
  });

  it.each([
    [415, 'document_type_refused', 'image/svg+xml', Buffer.from('<svg/>'), 'a.svg'],
    [415, 'document_type_refused', 'text/html', samplePng(), 'a.png'],
    [415, 'document_type_refused', 'application/pdf', sampleZip(), 'a.pdf'],
    [422, 'document_type_differs', 'image/png', samplePdf(), 'a.png'],
    [422, 'document_extension', 'image/png', samplePng(), 'a.exe'],
    [422, 'document_trailing', 'image/png', Buffer.concat([samplePng(), sampleZip()]), 'a.png'],
    [422, 'document_broken', 'image/jpeg', sampleJpeg().subarray(0, -2), 'a.jpg'],
    [422, 'document_too_many_pixels', 'image/png', samplePng({ width: 20_000, height: 20_000 }), 'a.png'],
    [422, 'document_active', 'application/pdf', samplePdf({ catalog: '/AA <</S /JavaScript>>' }), 'a.pdf'],
    [422, 'document_empty', 'image/png', Buffer.alloc(0), 'a.png'],
  ])('is refused that is not what it says: %i %s of %s', async (status, code, type, bytes, name) => {
    const ada = await shared();
    expect(await upload(url, ada, { type, bytes, name })).toMatchObject({ status, body: { code } });
  });

  it('is refused that is too large, compressed, of no kind, or one too many', async () => {
    const ada = await client();
    const path = `${url}/api/v1/account/identity/documents?kind=other&name=a.png`;
    const send = async (headers: Record<string, string>, body: Uint8Array<ArrayBuffer>, to = path) => {
      const init = { method: 'POST', headers: { authorization: `Bearer ${ada.token}`, ...headers }, body };
      const response = await fetch(to, init);
      return [response.status, ((await response.json()) as { code: string }).code];
    };
    const png = { 'content-type': 'image/png' };
    expect(await send(png, new Uint8Array(5_242_881))).toEqual([413, 'body_too_large']);
    expect(await send({ ...png, 'content-encoding': 'gzip' }, Uint8Array.of(1))).toEqual([415, 'file_compressed']);
    expect(await send(png, Uint8Array.of(1), path.replace('other', 'selfie'))).toEqual([400, 'invalid_input']);
    expect(await send(png, Uint8Array.of(1), `${path}&kind=other`)).toEqual([400, 'invalid_input']);
    for (let count = 0; count < 10; count += 1)
      expect((await upload(url, ada, { bytes: samplePng() })).status).toBe(201);
    expect(await upload(url, ada, { bytes: samplePng() })).toMatchObject({ body: { code: 'too_many_documents' } });
  });

  it('is refused that goes on without an end, and its sender is told', async () => {
    const ada = await client();
    const socket = connect(Number(new URL(url).port), '127.0.0.1')
      .setEncoding('utf8')
      .on('error', () => {});
    socket.write(
      `POST /api/v1/account/identity/documents?kind=other&name=a.png HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer ${ada.token}\r\nContent-Type: image/png\r\nTransfer-Encoding: chunked\r\n\r\n`,
    );
    const chunk = `80000\r\n${'x'.repeat(0x80000)}\r\n`;
    for (let count = 0; count < 12; count += 1) socket.write(chunk);
    const answer = await new Promise<string>((resolve) => socket.once('data', (text) => resolve(String(text))));
    expect(answer).toMatch(/^HTTP\/1\.1 413 /);
    expect(answer).toContain('The body is larger than 5 MB.');
    socket.destroy();
  });

  it('is sent one at a time', async () => {
    const ada = await client();
    const bytes = Buffer.concat([samplePng().subarray(0, -12), Buffer.alloc(4_000_000)]);
    const answers = await Promise.all(Array.from({ length: 4 }, () => upload(url, ada, { bytes })));
    const codes = answers.map(({ body }) => body.code);
    expect(codes).toContain('document_broken');
    expect(new Set(codes)).toEqual(new Set(['document_broken', 'too_many_requests']));
  });
});

describe('without an approved identity', () => {
  const transfer = () => ({ transferId: randomUUID(), amount: '1' });

  it('nobody pays in or out or opens, and closing, reducing and cancelling stay', async () => {
    const ada = await client();
    const there = ada.at(stack.apiUrls[0] ?? '');
    const { orderId } = (await there.open()).body;
    const waiting = (await there.open({ orderType: 'limit', price: '50000' })).body.orderId;
    const required = { status: 403, body: { code: 'identity_required', detail: expect.stringContaining('(none)') } };
    expect(await ada.post('/wallet/withdrawals', transfer())).toMatchObject(required);
    expect(await ada.post('/wallet/deposits', transfer())).toMatchObject(required);
    expect(await ada.open()).toMatchObject(required);
    expect(await ada.open({ orderType: 'limit', price: '50000' })).toMatchObject(required);
    expect((await ada.open({ side: 'sell', quantity: '0.004', reduceOnly: true })).status).toBe(201);
    expect((await ada.post('/trade/cancel-order', { orderId: waiting })).status).toBe(200);
    expect((await ada.close(orderId)).status).toBe(200);
  });

  it('each state says what it is, and with an approved one all is possible', async () => {
    const ada = await client();
    await sendDocuments(url, ada);
    await submit(ada);
    const asked = transfer();
    for (const state of ['submitted', 'in_review', 'refused']) {
      await setState(ada.userId, { state });
      expect((await ada.post('/wallet/withdrawals', asked)).body.detail).toContain(`(${state})`);
    }
    await setState(ada.userId, { state: 'approved', expiresAt: new Date(Date.now() + 3_600_000) });
    expect((await ada.get('/account/identity')).body).toMatchObject({ state: 'approved', keepsFrom: [] });
    expect((await ada.post('/wallet/withdrawals', asked)).status).toBe(201);
    expect((await ada.post('/wallet/deposits', transfer())).status).toBe(201);
    expect((await ada.open()).status).toBe(201);
    await setState(ada.userId, { state: 'approved', expiresAt: new Date(Date.now() - 1) });
    expect((await ada.post('/wallet/withdrawals', transfer())).body.detail).toContain('(expired)');
    // What was asked for before stays asked for.
    expect((await ada.post('/wallet/withdrawals', asked)).status).toBe(200);
  });
});

let kept: Promise<Trader> | undefined;

/** Who needs nothing of their own. */
function shared(): Promise<Trader> {
  kept ??= client();
  return kept;
}
