import { callbackId, type LogId } from '@fulcrum/log';
import type { AppendOutcome } from '@fulcrum/streams';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Backlog } from './backlog.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const LIMIT = 3;
const LIMIT_PER_OWNER = 2;

/** A backlog whose appends end when the test says so, and with the outcome that it gives. */
function desk(firstInLog: () => Promise<LogId | undefined> = async () => '1-0') {
  const inFlight: ((outcome: AppendOutcome) => void)[] = [];
  const appender = { append: () => new Promise<AppendOutcome>((resolve) => inFlight.push(resolve)) };
  const backlog = new Backlog({ appender, limit: LIMIT, limitPerOwner: LIMIT_PER_OWNER, firstInLog });
  let others = 0;
  /** Appends a command: of a new owner each time, unless the test names one. */
  const append = async (outcome: AppendOutcome, owner = `owner ${others++}`) => {
    const appending = backlog.append({}, owner);
    inFlight.shift()?.(outcome);
    return appending;
  };
  return { backlog, append, inFlight };
}

const appended = (id: LogId): AppendOutcome => ({ outcome: 'appended', id });
const refused: AppendOutcome = { outcome: 'refused', reason: 'OOM' };
const unknown: AppendOutcome = { outcome: 'unknown', reason: 'the connection broke' };
const full = { outcome: 'refused', reason: 'Too many commands wait for the engine.' };

test('a command counts from its sending on until its result has gone by, however long that takes', async () => {
  const { backlog, append, inFlight } = desk();
  const sending = backlog.append({}, 'ada');
  expect(backlog.size).toBe(1);
  inFlight.shift()?.(appended('5-0'));
  await sending;
  vi.advanceTimersByTime(3_600_000);
  expect(backlog.size).toBe(1);
  await append(appended('5-1'));
  backlog.answered(callbackId('4-9', 0));
  expect(backlog.size).toBe(2);
  backlog.answered(callbackId('5-0', 0));
  expect(backlog.size).toBe(1);
  backlog.answered(callbackId('5-1', 3));
  expect(backlog.size).toBe(0);
});

test('the answer to a read settles it and every command before it, also when it comes before that to the append', async () => {
  const { backlog, append, inFlight } = desk();
  await append(appended('5-0'));
  await append(appended('6-0'));
  backlog.settled('5-0');
  expect(backlog.size).toBe(1);
  const sending = backlog.append({}, 'ada');
  backlog.settled('7-0');
  expect(backlog.size).toBe(2);
  inFlight.shift()?.(appended('7-0'));
  await sending;
  expect(backlog.size).toBe(1);
  backlog.settled('6-0');
  expect(backlog.size).toBe(0);
});

test('an answer to a read of somebody else settles nothing, now or later', async () => {
  const { backlog, append, inFlight } = desk();
  await append(appended('5-0'));
  const forge = () => {
    for (const read of ['4-0', '5-1', '999999999999999-0']) backlog.settled(read);
  };
  forge();
  const sending = backlog.append({}, 'ada');
  forge();
  inFlight.shift()?.(appended('6-0'));
  await sending;
  forge();
  expect(backlog.size).toBe(2);
  await append(appended('7-0'));
  expect(backlog.isFull).toBe(true);
});

test('a result settles nothing behind its cause, although its own id has a greater number', async () => {
  const { backlog, append } = desk();
  await append(appended('5-2'));
  backlog.answered(callbackId('5-1', 0));
  expect(backlog.size).toBe(1);
});

test("a result settles every command before its cause, whoever's it is", async () => {
  const { backlog, append } = desk();
  await append(appended('5-0'));
  await append(appended('6-0'));
  backlog.answered(callbackId('7-0', 0));
  expect(backlog.size).toBe(0);
});

test('a result may go by before Redis has said that the command is in the log', async () => {
  const { backlog, append } = desk();
  backlog.answered(callbackId('5-0', 0));
  await append(appended('5-0'));
  expect(backlog.size).toBe(0);
  await append(appended('5-1'));
  expect(backlog.size).toBe(1);
});

test('what Redis refuses does not count', async () => {
  const { backlog, append } = desk();
  expect(await append(refused)).toEqual(refused);
  expect(backlog.size).toBe(0);
});

test('at the limit nothing is appended, and there is room again with the next result', async () => {
  const { backlog, append, inFlight } = desk();
  for (const id of ['5-0', '5-1', '5-2']) await append(appended(id));
  expect(backlog.isFull).toBe(true);
  expect(await backlog.append({}, 'ada')).toEqual(full);
  expect(inFlight).toHaveLength(0);
  backlog.answered(callbackId('5-0', 0));
  expect(backlog.isFull).toBe(false);
  expect(await append(appended('6-0'))).toEqual(appended('6-0'));
  expect(backlog.isFull).toBe(true);
});

test('those that are in flight count against the limit', async () => {
  const { backlog } = desk();
  for (let count = 0; count < LIMIT; count += 1) void backlog.append({}, `owner ${count}`);
  expect(await backlog.append({}, 'ada')).toEqual(full);
});

test('a command that may be in the log counts for half a minute at least', async () => {
  const { backlog, append } = desk();
  await append(unknown);
  vi.advanceTimersByTime(29_999);
  expect(backlog.size).toBe(1);
  vi.advanceTimersByTime(1);
  expect(backlog.size).toBe(0);
});

test('and then for as long as one that was appended after it', async () => {
  const { backlog, append } = desk();
  await append(unknown);
  await append(appended('5-0'));
  vi.advanceTimersByTime(60_000);
  expect(backlog.size).toBe(2);
  backlog.answered(callbackId('5-0', 0));
  expect(backlog.size).toBe(0);
});

test.each<[what: string, first: LogId | undefined, size: number]>([
  ['trimmed behind the engine', '5-1', 2],
  ['lost, with an empty log', undefined, 0],
  ['lost, and others appended since', '9-0', 0],
  ['not lost', '1-0', 3],
])('commands that went out of the log wait for nothing: %s', async (_what, first, size) => {
  const { backlog, append } = desk(async () => first);
  for (const id of ['5-0', '5-1', '5-2']) await append(appended(id));
  expect(backlog.isFull).toBe(true);
  await vi.advanceTimersByTimeAsync(0);
  expect(backlog.size).toBe(size);
});

test('Redis is asked for the first entry while the backlog is full, once a second, also after it did not answer', async () => {
  const firstInLog = vi.fn(async (): Promise<LogId | undefined> => {
    throw new Error('Redis is away');
  });
  const { backlog, append } = desk(firstInLog);
  for (const id of ['5-0', '5-1', '5-2']) await append(appended(id));
  expect(firstInLog).not.toHaveBeenCalled();
  for (let count = 0; count < 10; count += 1) expect(backlog.isFull).toBe(true);
  expect(firstInLog).toHaveBeenCalledTimes(1);
  firstInLog.mockResolvedValue(undefined);
  await vi.advanceTimersByTimeAsync(999);
  expect(backlog.isFull).toBe(true);
  await vi.advanceTimersByTimeAsync(1);
  expect(backlog.isFull).toBe(true);
  await vi.advanceTimersByTimeAsync(0);
  expect(firstInLog).toHaveBeenCalledTimes(2);
  expect(backlog.isFull).toBe(false);
});

test('one owner may have only so many, however they end, and keeps nobody else from having theirs', async () => {
  const { backlog, append, inFlight } = desk();
  const ofAda = { outcome: 'refused', reason: expect.stringContaining(`the limit is ${LIMIT_PER_OWNER} at a time`) };
  await append(appended('5-0'), 'ada');
  await append(unknown, 'ada');
  expect(await backlog.append({}, 'ada')).toEqual(ofAda);
  expect(inFlight).toHaveLength(0);
  expect(await append(appended('5-1'), 'bob')).toEqual(appended('5-1'));
  backlog.answered(callbackId('5-0', 0));
  expect(await append(refused, 'ada')).toEqual(refused);
  // After its half minute the command with the unknown outcome counts for as long as the newest one.
  vi.advanceTimersByTime(30_000);
  expect(await append(appended('6-0'), 'ada')).toEqual(appended('6-0'));
  expect([backlog.size, backlog.isFullFor('ada'), backlog.isFullFor('bob')]).toEqual([3, true, false]);
  backlog.answered(callbackId('6-0', 0));
  expect([backlog.size, backlog.isFullFor('ada')]).toEqual([0, false]);
});

test('an owner who has too many has room again when Redis says that they left the log', async () => {
  const { backlog, append } = desk(async () => '9-0');
  for (const id of ['5-0', '5-1']) await append(appended(id), 'ada');
  expect(backlog.isFullFor('ada')).toBe(true);
  await vi.advanceTimersByTimeAsync(0);
  expect(backlog.isFullFor('ada')).toBe(false);
});

test('commands with an unknown outcome count for their owner for half a minute', async () => {
  const { backlog, append } = desk();
  for (let count = 0; count < LIMIT_PER_OWNER; count += 1) await append(unknown, 'ada');
  expect(backlog.isFullFor('ada')).toBe(true);
  vi.advanceTimersByTime(30_000);
  expect(backlog.isFullFor('ada')).toBe(false);
});
