import { createServer, type Server, type Socket } from 'node:net';
import { createLogger } from '@fulcrum/service';
import { afterEach, expect, it } from 'vitest';
import type { ApiConfig } from '../config.ts';
import { createMailer } from './mailer.ts';

const servers: Server[] = [];

afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

/** A mail server that answers each line as it is told, and what was sent to it. */
async function mailServer(answerTo: (line: string) => string | undefined, isGone = false, limitMs = 10_000) {
  const lines: string[] = [];
  let connections = 0;
  const server = createServer((socket: Socket) => {
    connections += 1;
    socket.on('close', () => {
      connections -= 1;
    });
    socket.on('error', () => {});
    socket.write('220 mail.example\r\n');
    socket.on('data', (bytes) => {
      for (const line of bytes.toString().trimEnd().split('\r\n')) {
        lines.push(line);
        const answer = answerTo(line);
        if (answer === 'close') socket.destroy();
        else if (answer !== undefined) socket.write(`${answer}\r\n`);
      }
    });
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  if (isGone) await new Promise((resolve) => server.close(resolve));
  const config = { SMTP_URL: `smtp://127.0.0.1:${port}?socketTimeout=2000`, MAIL_FROM: 'fulcrum@example.com' };
  const stopping = new AbortController();
  const mailer = createMailer(config as ApiConfig, createLogger('api', 'fatal'), stopping.signal, limitMs);
  return { lines, stopping, mailer, connected: () => connections };
}

let isInData = false;
const taken = (line: string) => {
  if (isInData && line !== '.') return undefined;
  isInData = line === 'DATA';
  return isInData ? '354 go on' : line === 'QUIT' ? '221 bye' : '250 ok';
};

it('sends a link to an address as it is, whatever signs it has', async () => {
  const { mailer, lines } = await mailServer(taken);
  expect(await mailer.sendLink("o'neil&sons@example.com", 'https://x.example/')).toBe('sent');
  expect(lines).toContain("RCPT TO:<o'neil&sons@example.com>");
  expect(lines).toContain("To: o'neil&sons@example.com");
});

it.each<[what: string, server: () => ReturnType<typeof mailServer>]>([
  ['is not there', () => mailServer(taken, true)],
  ['refuses its receiver', () => mailServer((line) => (line.startsWith('RCPT') ? '550 no such user' : taken(line)))],
  ['refuses what it was sent', () => mailServer((line) => (line === '.' ? '451 later' : taken(line)))],
  ['hangs up', () => mailServer((line) => (line.startsWith('MAIL') ? 'close' : taken(line)))],
  ['says no more at a receiver', () => mailServer((line) => (line.startsWith('RCPT') ? undefined : taken(line)))],
  ['says no more at a text', () => mailServer((line) => (line === 'DATA' ? undefined : taken(line)))],
])('knows that a link was not sent where the mail server %s', async (_what, server) => {
  isInData = false;
  const { mailer } = await server();
  expect(await mailer.sendLink('ada@example.com', 'https://x.example/')).toBe('unsent');
});

it.each([
  ['said no more', undefined],
  ['hung up', 'close'],
])('knows nothing where the mail server was given the link and %s', async (_what, answer) => {
  isInData = false;
  const { mailer } = await mailServer((line) => (line === '.' ? answer : taken(line)));
  expect(await mailer.sendLink('ada@example.com', 'https://x.example/')).toBe('unknown');
});

it('has one limit for a wait for a connection and all that follows, and leaves nothing behind it', async () => {
  isInData = false;
  let isWell = false;
  const { mailer, connected, lines } = await mailServer(
    (line) => (isWell || !line.startsWith('RCPT') ? taken(line) : undefined),
    false,
    500,
  );
  const began = performance.now();
  const send = () => mailer.sendLink('ada@example.com', 'https://x.example/');
  expect(await Promise.all(Array.from({ length: 15 }, send))).toEqual(Array(15).fill('unsent'));
  expect(performance.now() - began).toBeLessThan(2_000);
  await expect.poll(connected).toBe(0);
  isWell = true;
  expect(await send()).toBe('sent');
  expect(lines.filter((line) => line === 'DATA')).toHaveLength(1);
});

it('waits no longer for a silent mail server once it is stopped, and begins nothing any more', async () => {
  isInData = false;
  const { mailer, stopping, lines } = await mailServer((line) => (line.startsWith('EHLO') ? undefined : taken(line)));
  const send = () => mailer.sendLink('ada@example.com', 'https://x.example/');
  const sending = send();
  await expect.poll(() => lines.length).toBe(1);
  stopping.abort();
  expect(await sending).toBe('unsent');
  expect(await send()).toBe('unsent');
  expect(lines).toHaveLength(1);
});
