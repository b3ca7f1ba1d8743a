import { setTimeout as sleep } from 'node:timers/promises';
import { HttpWire } from '../../support/http-wire.ts';
import type { Faults } from '../faults.ts';
import { Dice } from '../inputs/dice.ts';

const SENDERS = 20;
/** The servers allow 10 s for a head and 15 s for a request. A busy machine may notice the end later. */
const LIMIT_MS = 60_000;

const HEADS = [
  '',
  'G',
  'GET / HTTP/1.1\r\n',
  'GET / HTTP/1.1\r\nHost: api.example\r\nX-Slow: ',
  'POST /api/v1/auth/signup HTTP/1.1\r\nHost: api.example\r\nContent-Type: application/json\r\nContent-Length: 10000\r\n\r\n{"email":"',
] as const;

/** Clients that send a byte now and then for as long as they can. The server has to cut off each of them. */
export async function sendSlowly(port: number, seed: number, faults: Faults): Promise<void> {
  await Promise.all(Array.from({ length: SENDERS }, (_, number) => sendOne(port, new Dice(seed, -1 - number), faults)));
}

async function sendOne(port: number, dice: Dice, faults: Faults): Promise<void> {
  const head = dice.pick(HEADS);
  const wire = await HttpWire.open(port);
  wire.send(head);
  for (const until = Date.now() + LIMIT_MS; wire.isOpen && Date.now() < until; ) {
    await Promise.race([wire.ended, sleep(1_000)]);
    if (dice.chance(0.8)) wire.send('x');
  }
  if (wire.isOpen) faults.add(-1, 'a client that sends slowly was not cut off', Buffer.from(head));
  wire.close();
}
