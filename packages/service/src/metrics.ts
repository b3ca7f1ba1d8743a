import { assertShard } from '@fulcrum/log';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { lostLines } from './logging/logger.ts';

export { Counter, Gauge, Histogram, Registry };

/**
 * A registry with the metrics of every process: memory, event loop, garbage collection, lost log lines. All metrics are
 * labelled with the process and its shard.
 */
export function createMetrics(name: string, shard = 0): Registry {
  assertShard(shard);
  const registry = new Registry();
  registry.setDefaultLabels({ process: name, shard: String(shard) });
  collectDefaultMetrics({ register: registry });
  new Counter({
    name: 'log_lines_lost_total',
    help: 'Lines that could not be written to standard output, and were dropped.',
    registers: [registry],
    collect() {
      this.reset();
      this.inc(lostLines());
    },
  });
  return registry;
}
