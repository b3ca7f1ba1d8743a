import { InvariantError } from '@fulcrum/log';
import { describe, expect, it } from 'vitest';
import { PassedPoints } from './passed-points.ts';

const nothing = () => false;

/** A replica that began at 10-0, and has passed points at 20-5 and 40-2, behind which it read 41-0. */
function passed(): PassedPoints {
  const points = new PassedPoints('10-0');
  points.pass({ position: '20-5', next: '30-0' }, 'hash 20', nothing);
  points.pass({ position: '40-2', next: '41-0' }, 'hash 40', nothing);
  return points;
}

describe('a checkpoint', () => {
  it.each([
    ['10-0', 'own', 'the snapshot from which the state was loaded'],
    ['20-5', 'own', 'a snapshot point of this replica'],
    ['40-2', 'own', 'its last one'],
    ['30-0', 'foreign', 'an entry at which it had none'],
    ['40-3', 'foreign', 'between its last point and the entry behind that, where its log has nothing'],
    ['41-0', 'ahead', 'the entry that it reads next'],
    ['99-0', 'ahead', 'an entry that it has yet to read'],
  ])('at %s is %s: %s', (checkpoint, standing) => {
    expect(passed().standingOf(checkpoint)).toBe(standing);
  });

  it('stays own once its hash agrees, and older ones do not', () => {
    const points = passed();
    const hashes = points.uncomparedUpTo('40-2');
    expect([...hashes]).toEqual([
      ['20-5', 'hash 20'],
      ['40-2', 'hash 40'],
    ]);
    points.agree(hashes.keys(), '40-2');
    expect(points.standingOf('40-2')).toBe('own');
    expect(points.standingOf('20-5')).toBe('foreign');
    expect(points.uncomparedUpTo('99-0').size).toBe(0);
  });

  it('is compared as long as its summary is kept, and longer where that is needed', () => {
    const points = new PassedPoints('0-1');
    const isNeeded = (position: string) => position === '1-0';
    for (let time = 1; time <= 400; time++) points.pass({ position: `${time}-0`, next: `${time}-1` }, 'hash', isNeeded);
    const kept = [...points.uncomparedUpTo('999-0').keys()];
    expect(kept).toHaveLength(360);
    expect(kept.slice(0, 2)).toEqual(['1-0', '42-0']);
  });
});

it('a snapshot point behind the next entry is none', () => {
  const points = new PassedPoints('0-1');
  expect(() => points.pass({ position: '2-0', next: '2-0' }, 'hash', nothing)).toThrow(InvariantError);
});
