import { Core } from '@fulcrum/cfd';
import { applyEntry } from '@fulcrum/protocol';
import { describe, expect, it } from 'vitest';
import { JournalLineError, parseJournalLine, toJournalLine } from './journal-line.ts';

const ID = '1732-5';

describe('a line of a journal', () => {
  it('is the entry as one JSON object', () => {
    const entry = { id: ID, type: 'price-update', data: '{"asset":"BTC_USDC","bid":"1","ask":"2"}' };
    expect(toJournalLine(entry)).toBe(
      '{"id":"1732-5","type":"price-update","data":{"asset":"BTC_USDC","bid":"1","ask":"2"}}',
    );
    expect(parseJournalLine(toJournalLine(entry))).toEqual(entry);
  });

  it('names the entry before it, and a hole between the two', () => {
    const entry = { id: ID, after: '1731-4', type: 'price-update', data: '{ "bid":1e400 }' };
    expect(toJournalLine(entry)).toBe('{"id":"1732-5","after":"1731-4","type":"price-update","data":{ "bid":1e400 }}');
    expect(parseJournalLine(toJournalLine(entry))).toEqual(entry);
    const behindHole = { ...entry, hole: 'entries were "lost",\n}' };
    expect(parseJournalLine(toJournalLine(behindHole))).toEqual(behindHole);
  });

  it('may say that a mark stands at the end', () => {
    const entry = {
      id: ID,
      after: '0-0',
      hole: 'x',
      endMark: true as const,
      type: 'price-update',
      data: '{ "bid":1e400 }',
    };
    expect(parseJournalLine(toJournalLine(entry))).toEqual(entry);
  });

  it('may have a byte order mark before it', () => {
    const entry = { id: ID, type: 'price-update', data: '{ }' };
    expect(parseJournalLine(`\ufeff${toJournalLine(entry)}`)).toEqual(entry);
  });

  it.each([
    ['a number that a double cannot hold', '{"leverage":1e400}'],
    ['a number with more digits than a double has', '{"leverage":1.00000000000000000001}'],
    ['the same key twice', '{"asset":"A","asset":"B"}'],
    ['the key __proto__', '{"__proto__":{"asset":"A"},"asset":"B"}'],
    ['quotes, braces and an end like that of a line', '{"a":"\\"}","data":1}'],
    ['white space between its tokens', ' { "a" : 1 } '],
    ['characters outside of ASCII', '{"a":"→ ß 😀"}'],
    ['half of a surrogate pair', '{"a":"\\ud83d"}'],
    ['no object', '[1,[2,[3]]]'],
    ['arrays that are nested 10,000 deep', `${'['.repeat(10_000)}${']'.repeat(10_000)}`],
    ['a megabyte', JSON.stringify({ a: 'x'.repeat(1_000_000) })],
  ])('gives the very text back of data with %s', (_, data) => {
    expect(parseJournalLine(toJournalLine({ id: ID, type: 'create-order', data }))).toEqual({
      id: ID,
      type: 'create-order',
      data,
    });
  });

  it.each([
    ['none', ''],
    ['no JSON', 'hello'],
    ['half an object', '{"requestId":"r"'],
    ['no JSON and line breaks', 'one\ntwo\r\nthree'],
    ['no JSON and a NUL', 'a\0b'],
  ])('holds data that is %s as a string, which is the same to the core', (_, data) => {
    const read = parseJournalLine(toJournalLine({ id: ID, type: 'create-order', data }));
    expect(JSON.parse(read.data)).toBe(data);
    expect(applyEntry(Core.empty(), read)).toEqual(applyEntry(Core.empty(), { id: ID, type: 'create-order', data }));
  });

  it.each(['\n', '\r\n', '\r', '\u2028', '\u2029'])(
    'is one line, whatever line break the entry holds: %j',
    (lineBreak) => {
      const entries = [
        { id: ID, type: `create${lineBreak}order`, data: JSON.stringify({ requestId: `a${lineBreak}b` }) },
        { id: ID, type: 'create-order', data: `no JSON ${lineBreak}` },
      ];
      for (const entry of entries) {
        const line = toJournalLine(entry);
        expect(line).not.toMatch(/[\n\r\u2028\u2029]/);
        const read = parseJournalLine(line);
        expect(read.type).toBe(entry.type);
        expect(applyEntry(Core.empty(), read)).toEqual(applyEntry(Core.empty(), entry));
      }
    },
  );

  it('has line breaks between the tokens of its data as spaces', () => {
    const line = toJournalLine({ id: ID, type: 'create-order', data: '{\r\n  "a":\r1\n}\n' });
    expect(parseJournalLine(line).data).toBe('{   "a": 1 } ');
  });

  it('may be written by hand: other order, spaces, more fields', () => {
    const line = ' { "data" : {"asset": "A"}, "note": "mine", "type": "price-update", "id": "1732-5" } ';
    expect(parseJournalLine(line)).toEqual({ id: ID, type: 'price-update', data: '{"asset":"A"}' });
  });

  it.each([
    ['hello', 'not a JSON object'],
    ['', 'not a JSON object'],
    ['null', 'expected object'],
    ['{"type":"a","data":{}}', 'id'],
    ['{"id":"1732","type":"a","data":{}}', 'must be an id such as'],
    ['{"id":"1732-5","after":"x","type":"a","data":{}}', 'must be an id such as'],
    ['{"id":"1732-5","hole":7,"type":"a","data":{}}', 'hole'],
    ['{"id":"1732-5","data":{}}', 'type'],
    ['{"id":"1732-5","type":7,"data":{}}', 'type'],
  ])('is refused when it is %j', (line, message) => {
    expect(() => parseJournalLine(line)).toThrow(JournalLineError);
    expect(() => parseJournalLine(line)).toThrow(message);
  });
});
