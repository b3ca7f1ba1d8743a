import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { Child } from './child.ts';

it('tells once why a process ends again and again', async () => {
  const home = mkdtempSync(join(tmpdir(), 'fulcrum-child-'));
  mkdirSync(join(home, 'logs'));
  const [main, wasReady] = [join(home, 'app.mjs'), join(home, 'was-ready')];
  // It is ready at its first start, ends when it is told to, and cannot start again.
  writeFileSync(
    main,
    `import { existsSync, writeFileSync } from 'node:fs';
     import { createServer } from 'node:http';
     if (existsSync(${JSON.stringify(wasReady)})) {
       console.log(JSON.stringify({ level: 'fatal', msg: 'its data is damaged' }));
       process.exit(1);
     }
     createServer((_, response) => {
       writeFileSync(${JSON.stringify(wasReady)}, '');
       response.end(JSON.stringify({ status: 'ready' }));
       setTimeout(() => process.exit(3), 100);
     }).listen(process.env.HEALTH_PORT, '127.0.0.1');`,
  );
  const told: string[] = [];
  const child = new Child({ name: 'app', main, env: {}, stopRank: 0 }, home, (message) => told.push(message));
  await child.start();
  await child.ready();
  expect(existsSync(wasReady)).toBe(true);
  await expect.poll(() => told.length, { timeout: 30_000 }).toBeGreaterThanOrEqual(4);
  await child.stop();
  const reasons = told.map((message) => /^app ended \((.*)\); starting it again/.exec(message)?.[1]);
  expect(reasons[0]).toMatch(/3/);
  expect(reasons.slice(1, 4)).toEqual(['its data is damaged', 'as before', 'as before']);
  rmSync(home, { recursive: true });
});
