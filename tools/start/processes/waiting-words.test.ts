import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { WaitingWords } from './waiting-words.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function words() {
  const told: string[] = [];
  const waiting = new WaitingWords((reason) => told.push(reason));
  /** Says the same for so many seconds, as a process that is asked again and again does. */
  const say = (reason: string, seconds: number) => {
    for (let second = 0; second < seconds; second += 1) {
      waiting.waits(reason);
      vi.advanceTimersByTime(1_000);
    }
  };
  waiting.begin();
  return { told, waiting, say };
}

it('what a process waits for is told once, also when it is started again', () => {
  const { told, waiting, say } = words();
  say('Redis', 30);
  say('Redis; the journal', 30);
  waiting.begin();
  say('Redis', 30);
  expect(told).toEqual(['Redis', 'Redis; the journal']);
  waiting.ready();
  waiting.begin();
  say('Redis', 30);
  expect(told).toEqual(['Redis', 'Redis; the journal', 'Redis']);
});

it('a start that is quick, or a reason that passes, is not told', () => {
  const { told, say } = words();
  say('Redis', 5);
  say('the journal', 1);
  say('Redis', 4);
  say('PostgreSQL', 1);
  expect(told).toEqual(['the journal', 'PostgreSQL']);
});
