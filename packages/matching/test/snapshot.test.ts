import { ChangeSet, Core, printEvent, totalsTable } from '@fulcrum/matching';
import { expect, it } from 'vitest';
import { readCommand } from '../src/text/read-command.ts';
import { Random } from './flows/random.ts';
import { randomFlow, type Step } from './flows/random-flow.ts';
import { SnapshotStore } from './snapshot-store.ts';

const STEPS = 2_000;

function send(core: Core, { type, data }: Step, now: number) {
  return core.apply(readCommand(type, JSON.stringify(data)), now).map((event) => printEvent(event));
}

it.each([1, 2, 3])('a restored core has the same hash, and goes on in the same way (seed %i)', (seed) => {
  const random = new Random(seed);
  const [core, store] = [Core.empty(), new SnapshotStore()];
  let [restored, set]: [Core | undefined, ChangeSet | undefined] = [undefined, undefined];
  let [now, since, restorations] = [0, 1, 0];
  for (const step of randomFlow(seed, STEPS)) {
    now += 1;
    const events = send(core, step, now);
    if (restored !== undefined) expect(send(restored, step, now)).toEqual(events);
    if (!random.chance(3)) continue;
    // Now and then a set is written late: it covers several points, and another core may have written in between.
    const changes = core.takeChanges();
    if (set === undefined) set = new ChangeSet(changes, since);
    else set.add(changes);
    expect(set.stateHash).toBe(core.stateHash());
    if (random.chance(40)) continue;
    store.write(set);
    if (random.chance(30)) store.write(set);
    since = set.totals.nextOrderNumber;
    set = undefined;
    restored = store.restore([random.below(2 ** 31), seed]);
    expect(restored.stateHash()).toBe(core.stateHash());
    restored.assertSound();
    restorations += 1;
  }
  core.assertSound();
  expect(restored?.stateHash()).toBe(core.stateHash());
  expect(restorations).toBeGreaterThan(10);
  expect(store.orderCount).toBeGreaterThan(3);
});

it('every change has its hash, and what is refused changes none', () => {
  const core = Core.empty();
  let before = core.stateHash();
  for (const step of randomFlow(1, 400)) {
    const [first] = send(core, step, 1);
    const after = core.stateHash();
    if (first?.type === 'accepted' || first?.type === 'cancel-accepted') expect(after).not.toBe(before);
    if (first?.type === 'rejected') expect(after).toBe(before);
    before = after;
  }
});

it('has nothing to write when nothing happened', () => {
  const core = Core.empty();
  for (const step of randomFlow(1, 60)) send(core, step, 1);
  core.takeChanges();
  const { assets, markets, pages } = core.takeChanges();
  expect([assets, markets, pages]).toEqual([[], [], []]);
});

it('keeps its figures as they are', () => {
  const row = totalsTable.print({ nextOrderNumber: Number.MAX_SAFE_INTEGER });
  expect(totalsTable.read(row)).toEqual({ nextOrderNumber: Number.MAX_SAFE_INTEGER });
});
