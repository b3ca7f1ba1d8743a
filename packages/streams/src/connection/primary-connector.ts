import { createConnection, type Socket } from 'node:net';
import { type ConnectionOptions, connect as connectTls } from 'node:tls';
import { AbstractConnector, type RedisOptions, SentinelConnector } from 'ioredis';

/** What Redis tells of itself with INFO. */
export type ServerInfo = Readonly<Partial<Record<string, string>>>;

/** What ioredis makes its connections with, for each connection one. */
export type ConnectorConstructor = NonNullable<RedisOptions['Connector']>;

type Look = (info: ServerInfo) => void;

interface Endpoint {
  readonly host: string;
  readonly port: number;
  readonly tls?: ConnectionOptions;
}

/** A replica takes no writes. Where a server does not tell its role, it is taken for a primary. */
export function isPrimary({ role }: ServerInfo): boolean {
  return role === undefined || role === 'master';
}

/**
 * Makes connections that become ready at a primary alone: behind one address, or wherever the sentinels say. Whoever gets
 * to a replica tries again, with growing pauses.
 *
 * @param look is told what each server says, before the connection is ready.
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
