import type { IncomingMessage, ServerResponse } from 'node:http';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { inTurns } from './turns.ts';

/** Three of them are begun in a turn. */
const WORK_MS = 2;

let begun: string[];
let now: number;

beforeEach(() => {
  begun = [];
  now = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => now);
});
afterEach(() => void vi.restoreAllMocks());

const answer = inTurns(
  ({ url = '' }) => {
    begun.push(url);
    now += WORK_MS;
  },
  ({ headers }) => String(headers.host),
);

function send(sender: string, number: number, isGone = false): void {
  const request = { url: `${sender}${number}`, headers: { host: sender }, socket: { destroyed: isGone } };
  answer(request as unknown as IncomingMessage, {} as ServerResponse);
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

it('begins at once what there is time for, and what comes in the next turn', async () => {
  for (let number = 1; number <= 3; number += 1) send('a', number);
  expect(begun).toEqual(['a1', 'a2', 'a3']);
  await turn();
  send('a', 4);
  expect(begun).toHaveLength(4);
  await turn();
});

it('lets whoever sends many wait, and others have their turn between', async () => {
  for (let number = 1; number <= 9; number += 1) send('a', number);
  expect(begun).toEqual(['a1', 'a2', 'a3']);
  send('b', 1);
  send('b', 2);
  send('c', 1);
  await turn();
  expect(begun.slice(3)).toEqual(['a4', 'b1', 'c1']);
  send('d', 1);
  await turn();
  expect(begun.slice(6)).toEqual(['a5', 'b2', 'd1']);
  await turn();
  await turn();
  expect(begun.slice(9)).toEqual(['a6', 'a7', 'a8', 'a9']);
});

it('does nothing for who has gone meanwhile', async () => {
  for (let number = 1; number <= 3; number += 1) send('a', number);
  send('b', 1, true);
  send('b', 2);
  await turn();
  expect(begun).toEqual(['a1', 'a2', 'a3', 'b2']);
  await turn();
});
