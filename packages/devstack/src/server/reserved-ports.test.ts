import { spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { reservePort } from './reserved-ports.ts';

/** No server of this machine chooses one as low as this by itself. */
const PORT = 19_000 + (process.pid % 1_000);

/** What another process gets, and ends with: by itself, or killed so that it cannot tidy up. */
function inAnother(port: number, end = ''): string {
  const module = new URL('./reserved-ports.ts', import.meta.url).href;
  const program = `const { reservePort } = await import('${module}'); console.log(reservePort(${port})); ${end}`;
  return spawnSync(process.execPath, ['--input-type=module', '-e', program], { encoding: 'utf8' }).stdout.trim();
}

it('a port is one process’s until it ends, however it ends', () => {
  expect(inAnother(PORT)).toBe('true');
  expect(inAnother(PORT, "process.kill(process.pid, 'SIGKILL')")).toBe('true');
  // It was left behind: who finds that frees it for the next one.
  expect(reservePort(PORT)).toBe(false);
  expect(reservePort(PORT)).toBe(true);
  expect(inAnother(PORT)).toBe('false');
  expect(reservePort(PORT)).toBe(false);
});
