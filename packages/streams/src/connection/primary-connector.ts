import { createConnection, type Socket } from 'node:net';
import { type ConnectionOptions, connect as connectTls } from 'node:tls';
import { AbstractConnector, type RedisOptions, SentinelConnector } from 'ioredis';

/** The fields of an answer to INFO. */
export type ServerInfo = Readonly<Partial<Record<string, string>>>;

/** Makes the sockets of one connection of ioredis. */
export type ConnectorConstructor = NonNullable<RedisOptions['Connector']>;

type Look = (info: ServerInfo) => void;

interface Endpoint {
  readonly host: string;
  readonly port: number;
  readonly tls?: ConnectionOptions;
}

/** Whether a server takes writes. One that does not tell its role is taken for a primary. */
export function isPrimary({ role }: ServerInfo): boolean {
  return role === undefined || role === 'master';
}

/**
 * Makes connections that become ready at a primary alone: behind one address, or where the sentinels say. A connection
 * that reaches a replica is tried again, with growing pauses.
 *
 * @param look is called with what each server says of itself, before the connection is ready.
 */
export function primaryConnector(hasSentinels: boolean, look: Look): ConnectorConstructor {
  return (hasSentinels ? sentinelConnector(look) : endpointConnector(look)) as ConnectorConstructor;
}

function sentinelConnector(look: Look) {
  return class extends SentinelConnector {
    override check(info: ServerInfo): boolean {
      look(info);
      return super.check(info.role === undefined ? {} : { role: info.role });
    }
  };
}

function endpointConnector(look: Look) {
  return class extends AbstractConnector {
    readonly #endpoint: Endpoint;

    constructor(options: Endpoint & { readonly disconnectTimeout: number }) {
      super(options.disconnectTimeout);
      this.#endpoint = options;
    }

    override check(info: ServerInfo): boolean {
      look(info);
      return isPrimary(info);
    }

    override async connect(): Promise<Socket> {
      const { host, port, tls } = this.#endpoint;
      this.connecting = true;
      const socket = tls === undefined ? createConnection({ host, port }) : connectTls({ host, port, ...tls });
      this.stream = socket;
      socket.once('error', (error) => {
        this.firstError = error;
      });
      return socket;
    }
  };
}
