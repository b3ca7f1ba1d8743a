import { Counter, Gauge, type Registry } from '@fulcrum/service';

export interface VenueMetrics {
  /** @param why a request was refused: its sender's rate, too many codes, or too much is under way. */
  refused(why: 'rate' | 'codes' | 'under_way'): void;
}

/** The metrics of the order book's edge for Prometheus. Those of its core are in packages/replica. */
export function createVenueMetrics(registry: Registry, unanswered: () => number): VenueMetrics {
  const registers = [registry];
  const refused = new Counter({
    name: 'venue_refused_requests_total',
    help: 'Requests that were refused before anything was done.',
    labelNames: ['why'],
    registers,
  });
  new Gauge({
    name: 'venue_unanswered_commands',
    help: 'Commands without their result, late or not.',
    registers,
    collect() {
      this.set(unanswered());
    },
  });
  return { refused: (why) => refused.inc({ why }) };
}
