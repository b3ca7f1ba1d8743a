/** A connection that reports its faults and its recovery, as one to Redis does. */
interface Watchable {
  on(event: 'error', listener: (error: Error) => void): unknown;
  on(event: 'ready', listener: () => void): unknown;
}

/** What the parts of a process wait for, so that /ready can say why the process is not ready. */
export class Waits {
  readonly #reasons = new Map<string, string>();

  /** Notes that a part of the process waits. @param reason replaces the part's former one. */
  begin(part: string, reason: string): void {
    this.#reasons.set(part, reason);
  }

  end(part: string): void {
    this.#reasons.delete(part);
  }

  /** Notes a wait for a server while the connection to it has faults. @returns the connection. */
  watch<Connection extends Watchable>(server: string, connection: Connection): Connection {
    connection.on('error', (error) => this.begin(server, `${server}: ${messageOf(error)}`));
    connection.on('ready', () => this.end(server));
    return connection;
  }

  /** All reasons, each once and in a fixed order, so that a repetition is recognised; undefined without any. */
  get reason(): string | undefined {
    return this.#reasons.size === 0 ? undefined : [...new Set(this.#reasons.values())].sort().join('; ');
  }

  /** Adds the reasons to a general one. @returns undefined for undefined. */
  explain(general: string | undefined): string | undefined {
    const { reason } = this;
    return general === undefined || reason === undefined || general === reason ? general : `${general} (${reason})`;
  }
}

/** The message of an error. A name with several addresses fails with one error each, and no message of its own. */
function messageOf(error: Error): string {
  if (error instanceof AggregateError) return [...new Set(error.errors.map(messageOf))].join(', ');
  return error.message;
}
