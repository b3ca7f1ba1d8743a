import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { LogEntry } from '@fulcrum/log';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { journalLines } from './journal-files.ts';
import { JournalLease, LeaseLostError } from './journal-lease.ts';
import { JournalWriter } from './journal-writer.ts';

let directory: string;
let stopping: AbortController;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'fulcrum-lease-'));
  stopping = new AbortController();
});

afterEach(() => {
  stopping.abort();
  rmSync(directory, { recursive: true });
});

const TIMES = { beatMs: 20, silenceMs: 300 };
/** As an owner that is held still: it touches nothing. */
const HELD = { beatMs: 1_000_000, silenceMs: 300 };

const entry = (id: string): LogEntry => ({ id, type: 'price-update', data: '{}' });

async function lines(): Promise<string[]> {
  const ids: string[] = [];
  for await (const { text } of journalLines(directory)) ids.push(JSON.parse(text).id);
  return ids;
}

function acquire(times = TIMES, onWait = () => {}): Promise<JournalLease> {
  return JournalLease.acquire(directory, stopping.signal, onWait, times);
}

it('is had by one at a time: the next one says that it waits, and has it once the first gives it up', async () => {
  const first = await acquire();
  let waits = 0;
  let isHad = false;
  const second = acquire(TIMES, () => {
    waits += 1;
  }).then((lease) => {
    isHad = true;
    return lease;
  });
  await sleep(2 * TIMES.silenceMs);
  expect([waits, isHad]).toEqual([1, false]);
  await first.check();
  await first.release();
  expect((await second).isTakenOver).toBe(false);
  await expect(first.check()).rejects.toThrow(LeaseLostError);
  await (await second).check();
});

it('is had by one of many who want it at the same moment, also after an owner that is silent', async () => {
  const before = await acquire(HELD);
  const had: JournalLease[] = [];
  const all = Array.from({ length: 12 }, () =>
    acquire().then(
      (lease) => had.push(lease),
      () => {},
    ),
  );
  await sleep(3 * TIMES.silenceMs);
  expect(had).toHaveLength(1);
  expect(had[0]?.isTakenOver).toBe(true);
  await expect(before.check()).rejects.toThrow(LeaseLostError);
  await had[0]?.check();
  stopping.abort();
  await Promise.all(all);
});

it('is taken over at once from a process of this machine that was killed', async () => {
  const source = `import { JournalLease } from '${new URL('./journal-lease.ts', import.meta.url)}';
    await JournalLease.acquire(${JSON.stringify(directory)}, new AbortController().signal, () => {});
    console.log('had');
    setInterval(() => {}, 1000);`;
  const owner = spawn(process.execPath, ['--input-type=module', '-e', source], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(owner.stdout, 'data');
  owner.kill('SIGKILL');
  await once(owner, 'exit');
  const startedAt = performance.now();
  const lease = await JournalLease.acquire(directory, stopping.signal, () => {});
  expect(performance.now() - startedAt).toBeLessThan(1_000);
  expect(lease.isTakenOver).toBe(process.platform === 'linux');
  await lease.release();
});

it('lets an owner that was held still write nothing more', async () => {
  const held = await JournalWriter.open(directory, await acquire(HELD));
  await held.append([entry('1-0'), entry('2-0')]);
  const next = await JournalWriter.open(directory, await acquire());
  expect(next.position).toBe('2-0');
  await next.append([entry('3-0')]);
  await expect(held.append([entry('3-0'), entry('4-0')])).rejects.toThrow(LeaseLostError);
  await next.append([entry('4-0')]);
  expect(await lines()).toEqual(['1-0', '2-0', '3-0', '4-0']);
});

it('has each entry once even when an owner was held still in the very middle of a write', async () => {
  const lease = await acquire(HELD);
  const held = await JournalWriter.open(directory, lease);
  await held.append([entry('1-0')]);
  const next = await JournalWriter.open(directory, await acquire());
  await next.append([entry('2-0'), entry('3-0')]);
  // It had asked before it was held still, and writes now.
  lease.check = async () => {};
  await held.append([entry('2-0'), entry('3-0'), entry('4-0')]);
  await next.append([entry('4-0')]);
  expect(readdirSync(directory).filter((name) => name.startsWith('journal'))).toHaveLength(2);
  expect(readFileSync(join(directory, 'journal-1-0.ndjson'), 'utf8')).toContain('4-0');
  expect(await lines()).toEqual(['1-0', '2-0', '3-0', '4-0']);
});
