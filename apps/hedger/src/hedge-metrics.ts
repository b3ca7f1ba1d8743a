import { Counter, Gauge, type Registry } from '@fulcrum/service';
import { VenueError } from '@fulcrum/venue-api';
import { TurnError } from './turn.ts';

/** The hedge's figures for Prometheus. Quantities are in the instrument's base asset. */
export class HedgeMetrics {
  readonly clientExposure: Gauge<'instrument'>;
  readonly position: Gauge<'instrument'>;
  readonly gap: Gauge<'instrument'>;
  readonly result: Gauge<'asset'>;
  readonly #orders: Counter<'instrument' | 'kind'>;
  readonly #refusals: Counter<'instrument' | 'code'>;
  readonly #faults: Counter<'code'>;

  constructor(registry: Registry) {
    const registers = [registry];
    const gauge = <Label extends string>(name: string, help: string, label: Label) =>
      new Gauge({ name, help, labelNames: [label], registers });
    this.clientExposure = gauge('hedge_client_exposure', 'What clients have open, bought less sold.', 'instrument');
    this.position = gauge('hedge_position', 'What the hedge has at the venue.', 'instrument');
    this.gap = gauge('hedge_gap', 'What the hedge lacks, or has too much of where it is negative.', 'instrument');
    this.result = gauge('hedge_result', 'What the hedge has won or lost, at the middle prices.', 'asset');
    this.#orders = new Counter({
      ...{ name: 'hedge_orders_total', help: 'Orders of the hedge, and cancellings.', registers },
      labelNames: ['instrument', 'kind'],
    });
    this.#refusals = new Counter({
      ...{ name: 'hedge_refusals_total', help: 'Orders that the venue refused.', registers },
      labelNames: ['instrument', 'code'],
    });
    this.#faults = new Counter({
      ...{ name: 'hedge_faults_total', help: 'Rounds that failed, by what the venue said.', registers },
      labelNames: ['code'],
    });
  }

  sent(instrument: string, kind: 'limit' | 'market' | 'cancel'): void {
    this.#orders.inc({ instrument, kind });
  }

  refused(instrument: string, code: string): void {
    this.#refusals.inc({ instrument, code });
  }

  failed(error: unknown): void {
    this.#faults.inc({ code: codeOf(error) });
  }
}

function codeOf(error: unknown): string {
  if (error instanceof TurnError) return 'not_its_turn';
  return error instanceof VenueError ? error.code : 'no_answer';
}
