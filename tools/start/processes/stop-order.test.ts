import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { Child } from './child.ts';
import { stopInOrder } from './stop-order.ts';

/** Stops after so long, and notes when it was asked and when it was gone. */
function child(stopRank: number, takesMs: number, asked: string[]) {
  return {
    stopRank,
    stop: () =>
      new Promise<void>((resolve) => {
        asked.push(`${stopRank} at ${Math.round(performance.now() - start)}`);
        setTimeout(resolve, takesMs);
      }),
  };
}

let start = 0;

it.each([
  [[100, 500, 300], ['0 at 0', '1 at 100', '2 at 600'], 900],
  [[6_000, 6_000, 6_000], ['0 at 0', '1 at 1200', '2 at 2400'], 8_400],
])('asks those that take %j ms in order, and waits for all', async ([one = 0, two = 0, three = 0], order, overMs) => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
  start = performance.now();
  const asked: string[] = [];
  let isOver = false;
  const stopping = stopInOrder([child(2, three, asked), child(0, one, asked), child(1, two, asked)]).then(() => {
    isOver = true;
  });
  await vi.advanceTimersByTimeAsync(overMs - 1);
  expect(isOver).toBe(false);
  await vi.advanceTimersByTimeAsync(1);
  await stopping;
  vi.useRealTimers();
  expect(asked).toEqual(order);
});

it('lets a process stop that needs longer than two seconds for what is under way', async () => {
  const home = mkdtempSync(join(tmpdir(), 'fulcrum-child-'));
  mkdirSync(join(home, 'logs'));
  const main = join(home, 'slow.mjs');
  writeFileSync(
    main,
    `process.on('SIGTERM', () => setTimeout(() => { console.log('done'); process.exit(0); }, 2_300));
     setInterval(() => {}, 1_000);
     console.log('up');`,
  );
  const slow = new Child({ name: 'slow', main, env: {}, stopRank: 0 }, home, () => {});
  const log = () => readFileSync(join(home, 'logs', 'slow.log'), 'utf8');
  await slow.start();
  await expect.poll(log, { timeout: 20_000 }).toContain('up');
  await slow.stop();
  expect(log()).toContain('done');
  rmSync(home, { recursive: true });
});
