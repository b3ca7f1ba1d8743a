import { LOG_START, type LogId, logTime } from '@fulcrum/log';
import { Counter, Gauge, type Registry } from '@fulcrum/service';

/** The recorder's figures for Prometheus, and where it stands. */
export class RecorderMetrics {
  readonly malformed: Counter;
  /** Places in the history where results are missing. */
  readonly holes: Counter;
  /** Entries of price-stream that make no sense. */
  readonly malformedTicks: Counter;
  /** Entries of candles of before our own ticks that make no sense. */
  readonly malformedPastCandles: Counter;
  /** Places in price-stream where ticks were gone before they were counted. */
  readonly candleGaps: Counter;
  readonly #rows: Counter<'table'>;
  readonly #positions: Gauge<'copy'>;
  #journal: LogId = LOG_START;

  constructor(registry: Registry) {
    const registers = [registry];
    this.malformed = new Counter({
      name: 'recorder_malformed_total',
      help: 'Callback entries that make no sense.',
      registers,
    });
    this.holes = new Counter({
      name: 'recorder_history_holes_total',
      help: 'Places in the history behind which results were lost or trimmed unread.',
      registers,
    });
    this.malformedTicks = new Counter({
      name: 'recorder_malformed_ticks_total',
      help: 'Entries of price-stream that make no sense.',
      registers,
    });
    this.malformedPastCandles = new Counter({
      name: 'recorder_malformed_past_candles_total',
      help: 'Entries with candles of the past that make no sense.',
      registers,
    });
    this.candleGaps = new Counter({
      name: 'recorder_candle_gaps_total',
      help: 'Places in price-stream where ticks were dropped before they were in a candle.',
      registers,
    });
    this.#rows = new Counter({
      name: 'recorder_rows_total',
      help: 'History rows written.',
      labelNames: ['table'],
      registers,
    });
    this.#positions = new Gauge({
      name: 'recorder_log_time_ms',
      help: 'Log time up to which the copy is complete.',
      labelNames: ['copy'],
      registers,
    });
  }

  get journal(): LogId {
    return this.#journal;
  }

  countHistory(position: LogId, counts: readonly (readonly [table: string, rows: number])[]): void {
    this.#positions.set({ copy: 'history' }, logTime(position));
    for (const [table, rows] of counts) this.#rows.inc({ table }, rows);
  }

  countVenue(position: LogId, trades: number, orders: number): void {
    this.#positions.set({ copy: 'venue' }, logTime(position));
    this.#rows.inc({ table: 'VenueTrade' }, trades);
    this.#rows.inc({ table: 'VenuePastOrder' }, orders);
  }

  candlesPosition(position: LogId): void {
    this.#positions.set({ copy: 'candles' }, logTime(position));
  }

  journalPosition(position: LogId): void {
    this.#journal = position;
    this.#positions.set({ copy: 'journal' }, logTime(position));
  }
}
