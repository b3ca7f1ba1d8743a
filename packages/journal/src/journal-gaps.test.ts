import { describe, expect, it } from 'vitest';
import type { EndMark } from './end-mark.ts';
import { JournalGaps } from './journal-gaps.ts';
import type { JournalEntry } from './journal-line.ts';

const entry = (id: string, after?: string, more: Partial<JournalEntry> = {}): JournalEntry => ({
  ...{ id, after, type: 'price-update', data: '{}' },
  ...more,
});

function gapsOf(entries: readonly JournalEntry[]): JournalGaps {
  const gaps = new JournalGaps();
  for (const next of entries) gaps.next(next);
  return gaps;
}

describe('what is missing in a journal', () => {
  it.each<[string, JournalEntry[]]>([
    ['each line names the one before it', [entry('1-0', '0-0'), entry('2-0', '1-0'), entry('2-1', '2-0')]],
    ['older lines do not', [entry('5-0'), entry('6-0'), entry('7-0', '6-0'), entry('8-0')]],
  ])('is nothing where %s', (_, entries) => {
    const gaps = gapsOf(entries);
    expect([gaps.count, gaps.told, gaps.describe()]).toEqual([0, [], undefined]);
  });

  it.each<[string, JournalEntry[], [after: string, before: string, why: string][]]>([
    ['the beginning', [entry('2-0', '1-0')], [['0-0', '2-0', 'the line of 1-0 should stand there, and is missing']]],
    [
      'lines',
      [entry('1-0', '0-0'), entry('3-0', '2-0'), entry('4-0', '3-0'), entry('9-0', '8-0')],
      [
        ['1-0', '3-0', 'the line of 2-0 should stand there, and is missing'],
        ['4-0', '9-0', 'the line of 8-0 should stand there, and is missing'],
      ],
    ],
    [
      'lines behind older ones',
      [entry('1-0'), entry('3-0', '2-0')],
      [['1-0', '3-0', 'the line of 2-0 should stand there, and is missing']],
    ],
    [
      'what nobody could write',
      [entry('1-0', '0-0'), entry('5-0', '1-0', { hole: 'trimmed' })],
      [['1-0', '5-0', 'trimmed']],
    ],
    [
      'what Redis lost',
      [entry('1-0'), entry('5-0', undefined, { type: 'marker' })],
      [['1-0', '5-0', 'an engine found that the log was lost there']],
    ],
  ])('is told: %s', (_, entries, places) => {
    const gaps = gapsOf(entries);
    expect(gaps.told.map(({ after, before, why }) => [after, before, why])).toEqual(places);
    for (const [after, before, why] of places)
      expect(gaps.describe()).toContain(`\n  after ${after}, before ${before}: ${why}`);
  });

  const three = [entry('1-0', '0-0', { endMark: true }), entry('2-0', '1-0'), entry('3-0', '2-0')];

  it.each<[string, JournalEntry[], EndMark | undefined, string | undefined]>([
    ['nothing, where its mark stands there', three, { end: '3-0', entries: 3 }, undefined],
    [
      'its last lines',
      three.slice(0, 2),
      { end: '3-0', entries: 3 },
      'after 2-0, before the end: the lines up to that of 3-0',
    ],
    [
      'its last lines and the mark',
      three.slice(0, 2),
      undefined,
      'after 2-0, before the end: its last lines are missing',
    ],
    [
      'lines that no other one names',
      [entry('1-0'), entry('3-0')],
      { end: '3-0', entries: 3 },
      'counts 3 entries, of which 2',
    ],
    [
      'what its writer did not have',
      three,
      { end: '3-0', entries: 3, hole: 'lost' },
      'after 3-0, before the end: lost',
    ],
  ])('is told at its end: %s', (_, entries, mark, words) => {
    const gaps = gapsOf(entries);
    if (mark !== undefined) gaps.end(mark);
    gaps.finish();
    expect([gaps.count, gaps.tellsEnd]).toEqual([words === undefined ? 0 : 1, true]);
    if (words !== undefined) expect(gaps.describe()).toContain(words);
  });

  it('is not known at the end of an older one, nor where entries stand behind its mark', () => {
    const gaps = gapsOf([entry('1-0')]);
    gaps.finish();
    expect([gaps.count, gaps.tellsEnd]).toEqual([0, false]);
    gaps.end({ end: '1-0', entries: 1 });
    gaps.next(entry('2-0'));
    expect([gaps.count, gaps.tellsEnd]).toEqual([0, false]);
  });

  it('is counted to the end, and told for the first places', () => {
    const gaps = gapsOf(Array.from({ length: 1_000 }, (_, at) => entry(`${2 * at + 2}-0`, `${2 * at + 1}-0`)));
    expect([gaps.count, gaps.told.length]).toEqual([1_000, 20]);
    expect(gaps.describe()).toMatch(/in 1000 place\(s\)[\s\S]*\n {2}and 980 more$/);
  });
});
