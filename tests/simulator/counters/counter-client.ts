import { setTimeout as sleep } from 'node:timers/promises';
import { Appender, type AppendOutcome } from '@fulcrum/streams';
import type { Life } from '../world/life.ts';
import type { Booted } from '../world/supervised.ts';
import type { World } from '../world/world.ts';
import { readCommand } from './counter-commands.ts';

/** A command that was sent, and what its sender was told. */
export interface Sent {
  readonly id: string;
  readonly outcome: AppendOutcome['outcome'];
}

const COUNTERS = ['a', 'b', 'c', 'd', 'e'];

/**
 * Sends commands one after the other, each once, and writes down what it was told. Once the signal is given it only reads:
 * the log goes on, so that everybody finds out how it stands, and there is a moment at which all results are published.
 */
export function bootCounterClient(sent: Sent[], pauseMs: number, signal: AbortSignal) {
  return (world: World, life: Life): Booted<undefined> => {
    const { random } = world;
    const { minReplicas } = world;
    const appender = new Appender(world.connect(life), world.keys.engine, { minReplicas });
    const next = (): [type: string, data: object | string] => {
      const [id, counter] = [random.uuid(), random.pick(COUNTERS)];
      const what = random.below(20);
      if (signal.aborted) return ['read', { id, counter, replyTo: 'asker' }];
      if (what < 12) return ['add', { id, counter, by: random.below(60) - 20 }];
      if (what < 14) return ['empty-all', { id }];
      if (what < 19) return ['read', { id, counter, replyTo: 'asker' }];
      return random.pick([
        ['add', '{"id":'],
        ['subtract', { id }],
        ['add', { id, counter, by: 0.5 }],
      ]);
    };
    const run = async () => {
      while (!life.signal.aborted) {
        await sleep(random.skewed(5, 2 * pauseMs), undefined, { signal: life.signal });
        const [type, data] = next();
        const text = typeof data === 'string' ? data : JSON.stringify(data);
        const { outcome } = await appender.append({ type, data: text });
        const command = readCommand(type, text);
        if (command !== undefined) sent.push({ id: command.id, outcome });
      }
    };
    return { app: undefined, running: run() };
  };
}
