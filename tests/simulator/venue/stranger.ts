import { setTimeout as sleep } from 'node:timers/promises';
import { Appender } from '@fulcrum/streams';
import type { Life } from '../world/life.ts';
import type { Booted } from '../world/supervised.ts';
import type { World } from '../world/world.ts';

/**
 * Writes what makes no sense into the log. It names no request, so that nothing comes of it: the log goes on also when
 * nobody trades, so that everybody finds out how it stands, and there are moments at which all results are published.
 */
export function bootStranger(world: World, life: Life): Booted<undefined> {
  const { random } = world;
  const appender = new Appender(world.connect(life), world.log.keys.input);
  const run = async () => {
    while (!life.signal.aborted) {
      await sleep(random.skewed(5, 1_000), undefined, { signal: life.signal });
      await appender.append({ type: random.pick(['place-order', 'nothing']), data: random.pick(['{}', '{"']) });
    }
  };
  return { app: undefined, running: run() };
}
