import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { secretHider } from './secrets.ts';

const env = {
  JWT_SECRET: 'k"Yw7Qz2mXv9Rt4Lp8Nc1Bd6Hg3Jf5Sa',
  REDIS_URL: 'redis://:redis-hunter2@127.0.0.1:6379',
  SMTP_URL: 'smtp://mail%40example.com:p%40ss%2Fword9@mail.example:587',
  DATABASE_URL: 'postgresql://fulcrum:12345678901@postgres:5432/fulcrum',
  PORT: '4000',
  EMPTY_SECRET: '',
};
const hide = secretHider(env);

it.each<[what: string, text: string, shown: string]>([
  ['a secret among the settings', `so it is: ${env.JWT_SECRET}!`, 'so it is: [secret]!'],
  ['a password out of its URL', 'AUTH redis-hunter2', 'AUTH [secret]'],
  ['a password as it is meant', 'AUTH PLAIN p@ss/word9', 'AUTH PLAIN [secret]'],
  ['a password as it is written', 'p%40ss%2Fword9', '[secret]'],
  [
    'a URL with a password',
    'connect ECONNREFUSED redis://u:x@host:1/0',
    'connect ECONNREFUSED redis://[secret]@host:1/0',
  ],
  ['a URL with a password of digits', env.DATABASE_URL, 'postgresql://[secret]@postgres:5432/fulcrum'],
  ['a URL with an @ and a quotation mark in its password', 'x://u:a"b@c@host/d', 'x://[secret]@host/d'],
  ['a session token', 'Bearer eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhIn0.c2ln-_x', 'Bearer [secret]'],
  ['a session token cut off', 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhIn0', '[secret]'],
  ['a key of a program', 'Bearer fk_0123456789-abcdefghijklmnopqrstuvwxyz_ABCDEF', 'Bearer [secret]'],
  ['a key of a program cut off', 'fk_0123456789', '[secret]'],
  [
    'a URL without a password, and an address',
    'http://a/b?c=d of ada@example.com',
    'http://a/b?c=d of ada@example.com',
  ],
  ['a short word and a number', '4000 is a port', '4000 is a port'],
])('%s', (_what, text, shown) => {
  const line = JSON.stringify({ before: 'http://a', text, number: 12345678901, after: 'b@c' });
  expect(JSON.parse(hide(line))).toEqual({ before: 'http://a', text: shown, number: 12345678901, after: 'b@c' });
});

/** What a process writes that does this with its logger. */
function written(program: string): string[] {
  const module = JSON.stringify(join(import.meta.dirname, 'logger.ts'));
  const text = `const { createLogger } = await import(${module});\nconst logger = createLogger('test', 'trace');\n${program}`;
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '--eval', text], { env });
  expect(String(stderr)).toBe('');
  return String(stdout).trimEnd().split('\n');
}

it('writes no secret, whoever of its children is asked, and names the command of a failed one alone', () => {
  const lines = written(`
    const error = Object.assign(new Error('WRONGPASS'), { command: { name: 'auth', args: ['redis-hunter2', 'order'] } });
    logger.warn({ err: error }, 'Redis');
    logger.child({}, { redact: [] }).info({ answer: { text: process.env.JWT_SECRET } }, process.env.SMTP_URL);
    const cause = { originalCode: '23514', detail: 'Failing row contains (ada@example.com)' };
    logger.error({ err: Object.assign(new Error('refused'), { detail: 'ada', meta: { driverAdapterError: { cause } } }) });
    logger.info({ token: 'a', headers: { cookie: 'b', authorization: 'c' } });
  `);
  expect(lines).toHaveLength(4);
  expect(lines[2]).not.toContain('ada');
  expect(JSON.parse(lines.splice(2, 1)[0] ?? '').err.meta).toEqual({
    driverAdapterError: { cause: { originalCode: '23514' } },
  });
  const [failed, said, headers] = lines.map((line) => JSON.parse(line));
  expect(failed.err).toMatchObject({ message: 'WRONGPASS', command: 'auth' });
  expect(failed.err.stack).toContain('WRONGPASS');
  expect(said).toMatchObject({ answer: { text: '[secret]' }, msg: 'smtp://[secret]@mail.example:587' });
  expect(headers).toMatchObject({
    token: '[Redacted]',
    headers: { cookie: '[Redacted]', authorization: '[Redacted]' },
  });
});

it('writes one line, whatever somebody wants to have written', () => {
  const forged = 'ada\n{"level":"fatal","msg":"stopped"}\r\n\u2028\u0000\u001b[2J';
  const lines = written(`const text = ${JSON.stringify(forged)};\nlogger.info({ path: text, [text]: 1 }, text);`);
  expect(lines).toHaveLength(1);
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({ level: 'info', path: forged, [forged]: 1, msg: forged });
  expect(lines[0]).not.toContain('\u001b');
});
