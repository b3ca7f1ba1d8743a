import { Redis } from 'ioredis';
import { addressOptions, type RedisAddress } from './address.ts';

/** What a sentinel says on when it learns of a new primary: its name, where the old one is, and where the new one is. */
const SWITCHED = '+switch-master';

const CONNECT_TIMEOUT_MS = 5_000;
/** A sentinel that is away is missed only while no other one can tell what it would have told. */
const RETRY_MS = 1_000;

/** A server, as the sentinels name it. */
export interface Endpoint {
  readonly host: string;
  readonly port: number;
}

/**
 * Listens to all sentinels, and passes on what each says when it learns of a new primary. They learn of it one after the
 * other, within a second or two: whoever has asked one too early is told by that same one later. (The detector of ioredis
 * listens anew with each connection, after it has asked, so that it can miss just that.)
 */
export class SentinelWatch {
  readonly #sentinels: readonly Redis[];

  /** Where the address names no sentinels there is nothing to hear. */
  constructor(address: RedisAddress, onSwitch: (primary: Endpoint) => void, onError: (error: Error) => void) {
    const { sentinels = [], name, sentinelPassword, sentinelTLS } = addressOptions(address);
    this.#sentinels = sentinels.map((endpoint) => {
      const sentinel = new Redis({
        ...endpoint,
        ...(sentinelPassword ? { password: sentinelPassword } : {}),
        ...(sentinelTLS ? { tls: sentinelTLS } : {}),
        protocol: 2,
        enableReadyCheck: false,
        connectTimeout: CONNECT_TIMEOUT_MS,
        retryStrategy: () => RETRY_MS,
        autoResubscribe: false,
      });
      listen(sentinel, (error) => onError(new Error(`sentinel ${endpoint.host}:${endpoint.port}: ${error.message}`)));
      return sentinel.on('message', (_channel, text) => {
        const primary = readSwitch(text, name);
        if (primary !== undefined) onSwitch(primary);
      });
    });
  }

  close(): void {
    for (const sentinel of this.#sentinels) sentinel.disconnect();
  }
}

/** Subscribes with each connection. A sentinel that stays away is told of once. */
function listen(sentinel: Redis, onError: (error: Error) => void): void {
  let isTold = false;
  const tell = (error: Error) => {
    if (!isTold) onError(error);
    isTold = true;
  };
  sentinel.on('error', tell).on('ready', () => {
    const heard = () => {
      isTold = false;
    };
    sentinel.subscribe(SWITCHED).then(heard, tell);
  });
}

function readSwitch(text: string, ofName: string | null | undefined): Endpoint | undefined {
  const [name, , , host = '', port] = text.split(' ');
  return name === ofName && Number(port) > 0 ? { host, port: Number(port) } : undefined;
}
