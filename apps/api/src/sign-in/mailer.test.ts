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
async function mailServer(answerTo: (line: string) => string | undefined, isGone = false) {
  const lines: string[] = [];
  const server = createServer((socket: Socket) => {
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
  const config = { SMTP_URL: `smtp://127.0.0.1:${port}?socketTimeout=200`, MAIL_FROM: 'fulcrum@example.com' };
  const stopping = new AbortController();
  return { lines, stopping, mailer: createMailer(config as ApiConfig, createLogger('api', 'fatal'), stopping.signal) };
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
])('knows that a link was not sent where the mail server %s', async (_what, server) => {
  isInData = false;
  const { mailer } = await server();
  expect(await mailer.sendLink('ada@example.com', 'https://x.example/')).toBe('unsent');
});

it('knows nothing where the mail server took the link and said no more', async () => {
  isInData = false;
  const { mailer } = await mailServer((line) => (line === '.' ? undefined : taken(line)));
  expect(await mailer.sendLink('ada@example.com', 'https://x.example/')).toBe('unknown');
});

it('waits no longer for a silent mail server once it is stopped, and begins nothing any more', async () => {
  isInData = false;
  const { mailer, stopping, lines } = await mailServer((line) => (line.startsWith('EHLO') ? undefined : taken(line)));
  const sending = mailer.sendLink('ada@example.com', 'https://x.example/');
  await expect.poll(() => lines.length).toBe(1);
  stopping.abort();
  expect(await sending).toBe('unknown');
  expect(await mailer.sendLink('ada@example.com', 'https://x.example/')).toBe('unsent');
});
