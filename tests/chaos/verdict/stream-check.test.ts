import type { LogId } from '@fulcrum/log';
import type { JsonEvent } from '@fulcrum/protocol';
import { describe, expect, it } from 'vitest';
import { causes, closed, created } from '../testing/test-causes.ts';
import { Findings } from './findings.ts';
import { StreamCheck } from './stream-check.ts';

const LOG = causes([created('a')], [], [closed('a')], [created('b')]);

type Published = [id: LogId, events: JsonEvent[]];

async function judge(published: Published[], from = '0-0'): Promise<string[]> {
  const entries = async function* () {
    for (const [id, events] of published) yield { id, events: JSON.stringify(events) };
  };
  const findings = new Findings();
  const check = new StreamCheck('the stream', entries(), from, findings);
  for (const cause of LOG) await check.take(cause);
  await check.end();
  return findings.shown.map((message) => message.slice(0, message.indexOf(':')));
}

const a: Published = ['1-0', [created('a')]];
const b: Published = ['3-0', [closed('a')]];
const c: Published = ['4-0', [created('b')]];

describe('a stream of results', () => {
  it('has the results of the journal, also when its beginning is trimmed', async () => {
    expect(await judge([a, b, c])).toEqual([]);
    expect(await judge([b, c], '3-0')).toEqual([]);
  });

  it('has lost a result, at any place', async () => {
    expect(await judge([b, c])).toEqual(['lost']);
    expect(await judge([a, c])).toEqual(['lost']);
    expect(await judge([a, b])).toEqual(['lost']);
  });

  it('has one too many, at any place', async () => {
    expect(await judge([a, ['2-0', [created('x')]], b, c])).toEqual(['doubled']);
    expect(await judge([a, b, c, ['5-0', [created('x')]]])).toEqual(['doubled']);
    expect(await judge([a, b, b, c])).toContain('doubled');
  });

  it('differs from the journal in an event', async () => {
    expect(await judge([a, ['3-0', [closed('a', { pnl: '1.000001' })]], c])).toEqual(['wrong']);
  });
});
