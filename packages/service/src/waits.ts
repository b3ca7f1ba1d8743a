/** Tells of its faults, and when it can be used again, as a connection to Redis does. */
interface Watchable {
  on(event: 'error', listener: (error: Error) => void): unknown;
  on(event: 'ready', listener: () => void): unknown;
}

/** What the parts of a process wait for, so that /ready can tell people why it is not useful. */
export class Waits {
  readonly #reasons = new Map<string, string>();

  /** @param part of the process, whose reason this is from now on, instead of any before. */
  begin(part: string, reason: string): void {
    this.#reasons.set(part, reason);
  }

  end(part: string): void {
    this.#reasons.delete(part);
  }

  /** Waits for a server while the connection to it has faults. @returns the connection. */
  watch<Connection extends Watchable>(server: string, connection: Connection): Connection {
    connection.on('error', (error) => this.begin(server, `${server}: ${messageOf(error)}`));
    connection.on('ready', () => this.end(server));
    return connection;
  }

  /** Each reason once, always in the same order, so that who tells it sees when it is the same; undefined when nothing waits. */
  get reason(): string | undefined {
    return this.#reasons.size === 0 ? undefined : [...new Set(this.#reasons.values())].sort().join('; ');
  }

  /** @param general what /ready would say otherwise. @returns that with what is waited for; undefined for undefined. */
  explain(general: string | undefined): string | undefined {
    const { reason } = this;
    return general === undefined || reason === undefined || general === reason ? general : `${general} (${reason})`;
  }
}

/** A name with several addresses fails with an error for each, and with no message of its own. */
function messageOf(error: Error): string {
  if (error instanceof AggregateError) return [...new Set(error.errors.map(messageOf))].join(', ');
  return error.message;
}
