import { describe, expect, it } from 'vitest';
import type { LedgerEntry } from '../ledger/ledger-entry.ts';
import { CSV_HEADER, entryLine } from './csv.ts';

const entry: LedgerEntry = { id: 'i-0', time: 0, kind: 'adjustment', amount: '-1.500000', cash: '8.500000' };
const withNote = (note: string) => entryLine({ ...entry, note }).slice(entryLine(entry).length - 2);

describe('a line of CSV', () => {
  it('has the columns that the first line names, and ends as in RFC 4180', () => {
    expect(CSV_HEADER).toBe('id,time,kind,amount,cash,orderId,transferId,note\r\n');
    expect(entryLine({ ...entry, orderId: 'o', transferId: 't' })).toBe(
      'i-0,1970-01-01T00:00:00.000Z,adjustment,-1.500000,8.500000,o,t,\r\n',
    );
  });

  it.each([
    ['a, b', '"a, b"'],
    ['the "best"', '"the ""best"""'],
    ['two\r\nlines', '"two\r\nlines"'],
    ['5 = 2 + 3', '5 = 2 + 3'],
    ['=HYPERLINK("http://x.example","y")', '"\'=HYPERLINK(""http://x.example"",""y"")"'],
    ['+1', "'+1"],
    ['-1', "'-1"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['  =1', "'  =1"],
    ['\t=1', "'\t=1"],
    ['＝1', "'＝1"],
    ['\u200B=1', "'\u200B=1"],
  ])('holds the note %j as %s', (note, field) => {
    expect(withNote(note)).toBe(`${field}\r\n`);
  });
});
