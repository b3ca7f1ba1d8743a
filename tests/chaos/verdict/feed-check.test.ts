import { describe, expect, it } from 'vitest';
import { account, causes, closed, created, USER } from '../testing/test-causes.ts';
import type { FeedEvent, FeedStretch } from '../watching/feed-watch.ts';
import { FeedCheck } from './feed-check.ts';
import { Findings } from './findings.ts';
import type { Cause } from './replay.ts';

const [opened, gone, again] = [created('a'), closed('a'), created('b')];
const LOG = causes([account('10000.000000')], [opened], [account('10000.000000')], [gone], [again]);

const snapshot = (balance: string): FeedEvent => {
  const { requestId: _requestId, ...content } = account(balance);
  return { ...content, type: 'snapshot' };
};

function judge(...stretches: FeedStretch[]): string[] {
  const findings = new Findings();
  const check = new FeedCheck([{ userId: USER, stretches }], findings);
  for (const cause of LOG) check.take(cause);
  check.end();
  return findings.shown.map((message) => message.slice(0, message.indexOf(':')));
}

describe('what a feed told', () => {
  it('is every event behind its snapshot, as far as it goes', () => {
    const events = [opened, gone, again];
    expect(judge({ snapshot: snapshot('10000.000000'), events })).toEqual([]);
    expect(judge({ snapshot: snapshot('10000.000000'), events: events.slice(0, 1) })).toEqual([]);
    expect(judge({ snapshot: snapshot('10000.000000'), events: events.slice(1) })).toEqual([]);
  });

  it('begins with an account that was told to its asker alone', () => {
    const findings = new Findings();
    const stretch = { snapshot: snapshot('10000.000000'), events: [gone] };
    const check = new FeedCheck([{ userId: USER, stretches: [stretch] }], findings);
    const [read, ...later] = causes([], [gone]);
    for (const cause of [{ ...read, answer: account('10000.000000') } as Cause, ...later]) check.take(cause);
    check.end();
    expect(findings.shown).toEqual([]);
  });

  it('lacks an event, has one twice, or begins with a snapshot that the engine never made', () => {
    const told = snapshot('10000.000000');
    expect(judge({ snapshot: told, events: [opened, again] })).toEqual(['lost']);
    expect(judge({ snapshot: told, events: [opened, opened, gone] })).toEqual(['doubled']);
    expect(judge({ snapshot: snapshot('9999.999999'), events: [] })).toEqual(['wrong']);
  });
});
