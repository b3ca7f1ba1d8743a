import { appendFileSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LoudWords, lookAtAll } from './loud-words.ts';

let folder: string;
let path: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'fulcrum-loud-'));
  path = join(folder, 'engine.log');
  writeFileSync(path, said('THE LOG WAS LOST: in a run before'));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

function said(msg: string, more: object = {}): string {
  return `${JSON.stringify({ level: 'error', name: 'engine', ...more, msg })}\n`;
}

describe('what a log says loudly', () => {
  it('is told once, from the start on, whatever stands around it', () => {
    const words = new LoudWords(path);
    expect(words.look()).toEqual([]);
    appendFileSync(path, said('reading is interrupted') + said('THE LOG WAS LOST: a') + said('THE LOG WAS LOST: a'));
    appendFileSync(path, `no JSON, "msg":"THE LOG WAS LOST"\n${said('THE END IS NEAR', { level: 'info' })}`);
    appendFileSync(path, said('stopped by an error', { err: { message: 'RESULTS WERE LOST: b' }, level: 'fatal' }));
    expect(words.look()).toEqual(['THE LOG WAS LOST: a', 'RESULTS WERE LOST: b']);
    expect(words.look()).toEqual([]);
  });

  it('is read once its line is whole, behind however long lines', () => {
    const words = new LoudWords(path);
    const line = said('THE JOURNAL HAS A HOLE: c');
    appendFileSync(path, `${'x'.repeat(600_000)}\n${line.slice(0, 40)}`);
    expect(words.look()).toEqual([]);
    appendFileSync(path, line.slice(40));
    expect(words.look()).toEqual(['THE JOURNAL HAS A HOLE: c']);
  });

  it('is found in a log that began anew', () => {
    const words = new LoudWords(path);
    truncateSync(path);
    appendFileSync(path, said('NO WAY BACK: d'));
    expect(words.look()).toEqual(['NO WAY BACK: d']);
  });

  it('is told of one engine, where all say the same', () => {
    const other = join(folder, 'engine-2.log');
    const words = new Map([
      ['engine-1', new LoudWords(path)],
      ['engine-2', new LoudWords(other)],
    ]);
    for (const log of [path, other]) appendFileSync(log, said('THE LOG WAS LOST: a'));
    appendFileSync(other, said('THE LOG WAS LOST: b'));
    expect(lookAtAll(words)).toEqual(['engine-1: THE LOG WAS LOST: a', 'engine-2: THE LOG WAS LOST: b']);
  });
});
