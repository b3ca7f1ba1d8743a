import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { journalFiles, journalLines } from './journal-files.ts';
import { parseJournalLine, toJournalLine } from './journal-line.ts';
import { JournalWriter } from './journal-writer.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'fulcrum-journal-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

const entry = (id: string, data = '{}') => ({ id, type: 'test', data });

async function write(...ids: string[]): Promise<void> {
  const writer = await JournalWriter.open(folder);
  try {
    for (const id of ids) await writer.append([entry(id)]);
  } finally {
    await writer.close();
  }
}

async function idsRead(): Promise<string[]> {
  const ids: string[] = [];
  for await (const { entry } of journalLines(folder)) ids.push(entry?.id ?? 'none');
  return ids;
}

async function onlyFile(): Promise<string> {
  const [path, ...others] = await journalFiles(folder);
  if (path === undefined || others.length > 0) throw new Error(`${folder} does not hold one file`);
  return path;
}

describe('a journal', () => {
  it('is empty where there is no folder', async () => {
    folder = join(folder, 'not', 'yet');
    expect(await idsRead()).toEqual([]);
    const writer = await JournalWriter.open(folder);
    expect(writer.position).toBe('0-0');
    await writer.append([entry('1-0')]);
    expect(await idsRead()).toEqual(['1-0']);
    await writer.close();
    folder = join(folder, '..', '..');
  });

  it('goes on in a new file behind lines that are no entries, which are told', async () => {
    await write('1-0', '2-0');
    const path = await onlyFile();
    appendFileSync(path, 'half a li\n\0\0\n{"id":"4-0","ty');
    const writer = await JournalWriter.open(folder);
    expect(writer.position).toBe('2-0');
    await writer.append([entry('3-0')]);
    await writer.close();
    await write('4-0');
    const faults: (string | undefined)[] = [];
    for await (const line of journalLines(folder)) faults.push(line.entry?.id ?? ('fault' in line ? line.fault : ''));
    expect(faults).toEqual([
      '1-0',
      '2-0',
      'line 3 of journal-1-0.ndjson is no entry of the log (not a JSON object)',
      'line 4 of journal-1-0.ndjson is no entry of the log (not a JSON object)',
      '3-0',
      '4-0',
    ]);
  });

  it('keeps a file in which nothing is an entry', async () => {
    writeFileSync(join(folder, 'journal-1-0.ndjson'), 'nonsense\nhalf');
    await write('1-0', '2-0');
    expect(await idsRead()).toEqual(['none', '1-0', '2-0']);
  });

  it('goes on where it ended, in the same file', async () => {
    await write('1-0', '2-0');
    const writer = await JournalWriter.open(folder);
    expect(writer.position).toBe('2-0');
    await writer.close();
    await write('3-0', '3-1');
    expect(await idsRead()).toEqual(['1-0', '2-0', '3-0', '3-1']);
    expect(readdirSync(folder)).toEqual(['journal-1-0.ndjson']);
  });

  it('names in each line the one before it, also behind older lines, which do not', async () => {
    writeFileSync(join(folder, 'journal-1-0.ndjson'), `${toJournalLine(entry('1-0'))}\n`);
    await write('2-0');
    const writer = await JournalWriter.open(folder);
    expect([writer.isLast(entry('2-0')), writer.isLast(entry('2-0', '1'))]).toEqual([true, false]);
    await writer.append([entry('5-0'), entry('6-0')], 'lost');
    expect(writer.isLast(entry('6-0'))).toBe(true);
    await writer.append([entry('7-0')]);
    await writer.close();
    const told: (string | undefined)[][] = [];
    for await (const { text } of journalLines(folder)) {
      const { id, after, hole } = parseJournalLine(text);
      told.push([id, after, hole]);
    }
    expect(told).toEqual([
      ['1-0', undefined, undefined],
      ['2-0', '1-0', undefined],
      ['5-0', '2-0', 'lost'],
      ['6-0', '5-0', undefined],
      ['7-0', '6-0', undefined],
    ]);
  });

  it('takes no entry twice and none from before its end', async () => {
    const writer = await JournalWriter.open(folder);
    await writer.append([entry('5-0'), entry('6-0')]);
    await expect(writer.append([entry('6-0')])).rejects.toThrow('a journal never goes back');
    await expect(writer.append([entry('5-7')])).rejects.toThrow('a journal never goes back');
    await writer.append([]);
    await writer.append([entry('10-0')]);
    await writer.close();
    await expect(write('9-0')).rejects.toThrow('a journal never goes back');
    expect(await idsRead()).toEqual(['5-0', '6-0', '10-0']);
  });

  it('reads its files in the order of the log, not of their names', async () => {
    for (const id of ['100-0', '9-0', '10-2', '10-10'])
      writeFileSync(join(folder, `journal-${id}.ndjson`), `${toJournalLine(entry(id))}\n`);
    writeFileSync(join(folder, 'notes.txt'), 'not a part of it');
    writeFileSync(join(folder, 'journal-1-0.ndjson.bak'), 'not a part of it');
    expect(await idsRead()).toEqual(['9-0', '10-2', '10-10', '100-0']);
    await write('101-0');
    expect(readFileSync(join(folder, 'journal-100-0.ndjson'), 'utf8').split('\n')).toHaveLength(3);
  });

  it('begins a new file, named after its first entry, when one has grown to 64 MiB', async () => {
    const writer = await JournalWriter.open(folder);
    const megabytes = JSON.stringify('x'.repeat(8 * 1024 * 1024));
    const ids = Array.from({ length: 10 }, (_, index) => `${index + 1}-0`);
    for (const id of ids) await writer.append([entry(id, megabytes)]);
    await writer.close();
    expect(readdirSync(folder).sort()).toEqual(['journal-1-0.ndjson', 'journal-9-0.ndjson']);
    expect(await idsRead()).toEqual(ids);
    const next = await JournalWriter.open(folder);
    expect(next.position).toBe('10-0');
    await next.close();
  });
});

describe('after a crash in the middle of a line', () => {
  it.each([
    ['a piece of a line', '{"id":"3-0","ty'],
    ['a whole line but for its end', toJournalLine(entry('3-0'))],
    ['a piece that is longer than what is read at once', `{"id":"3-0","type":"${'x'.repeat(300_000)}`],
    ['zeros, as a power cut may leave them', '\0'.repeat(5_000)],
  ])('%s is not read, and is cut off before the next entry', async (_, rest) => {
    await write('1-0', '2-0');
    const path = await onlyFile();
    appendFileSync(path, rest);
    expect(await idsRead()).toEqual(['1-0', '2-0']);
    await write('3-0', '4-0');
    expect(await idsRead()).toEqual(['1-0', '2-0', '3-0', '4-0']);
    const lines = ['1-0', '2-0', '3-0', '4-0'].map((id, at, ids) => ({ ...entry(id), after: ids[at - 1] ?? '0-0' }));
    expect(readFileSync(path, 'utf8')).toBe(lines.map((line) => `${toJournalLine(line)}\n`).join(''));
  });

  it('a file without one whole line is removed, and the one before it goes on', async () => {
    await write('1-0', '2-0');
    writeFileSync(join(folder, 'journal-3-0.ndjson'), '{"id":"3-0","type":"te');
    expect(await idsRead()).toEqual(['1-0', '2-0']);
    await write('3-0');
    expect(await idsRead()).toEqual(['1-0', '2-0', '3-0']);
    expect(readdirSync(folder)).toEqual(['journal-1-0.ndjson']);
  });

  it('an empty file, or one with a partial line alone, is a journal without entries', async () => {
    writeFileSync(join(folder, 'journal-3-0.ndjson'), '');
    writeFileSync(join(folder, 'journal-4-0.ndjson'), '{"id"');
    expect(await idsRead()).toEqual([]);
    const writer = await JournalWriter.open(folder);
    expect(writer.position).toBe('0-0');
    await writer.close();
  });

  it('finds its end behind a last line that is longer than what is read at once', async () => {
    const writer = await JournalWriter.open(folder);
    await writer.append([entry('1-0'), entry('2-0', JSON.stringify('x'.repeat(1_000_000)))]);
    await writer.close();
    const next = await JournalWriter.open(folder);
    expect(next.position).toBe('2-0');
    await next.close();
  });
});
