import { Counter, Gauge, type Registry } from '@fulcrum/service';

/** The notifier's figures for Prometheus. */
export class NotifierMetrics {
  /** Callback entries that make no sense. */
  readonly malformed: Counter;
  /** Places in callback-stream behind which results were trimmed or lost unread. */
  readonly holes: Counter;
  /** Notices that were dropped because too many wait. */
  readonly dropped: Counter;
  /** Mails that are done with: sent, failed, or unsent where no mail is sent at all. */
  readonly mails: Counter<'outcome'>;
  readonly position: Gauge;
  readonly waitingMails: Gauge;

  constructor(registry: Registry) {
    const registers = [registry];
    const counter = (name: string, help: string) => new Counter({ name, help, registers });
    const gauge = (name: string, help: string) => new Gauge({ name, help, registers });
    this.malformed = counter('notifier_malformed_total', 'Callback entries that make no sense.');
    this.holes = counter('notifier_holes_total', 'Places behind which results were trimmed or lost unread.');
    this.dropped = counter('notifier_dropped_notices_total', 'Notices dropped because too many wait.');
    this.mails = new Counter({
      name: 'notifier_mails_total',
      help: 'Mails that are done with, by what became of them.',
      labelNames: ['outcome'],
      registers,
    });
    this.position = gauge('notifier_log_time_ms', 'Log time up to which results were looked at.');
    this.waitingMails = gauge('notifier_waiting_mails', 'Mails that are to be sent, or tried again.');
  }
}
