import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

function bench(...args: string[]) {
  return spawnSync(process.execPath, [join(import.meta.dirname, 'main.ts'), ...args], { encoding: 'utf8' });
}

describe('npm run bench', () => {
  it('ends with status 2 and says how it is used when a bench is unknown', () => {
    const { status, stderr, stdout } = bench('disk');
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain('There is no bench "disk"');
    expect(stderr).toContain('Usage: npm run bench');
  });

  it('explains itself', () => {
    const { status, stdout } = bench('--help');
    expect(status).toBe(0);
    expect(stdout).toContain('Usage: npm run bench');
  });
});
