import { Redis } from 'ioredis';
import { addressOptions, type RedisAddress } from './address.ts';

/** The channel on which a sentinel announces a new primary: its name, the old address and the new address. */
const SWITCHED = '+switch-master';

const CONNECT_TIMEOUT_MS = 5_000;
/** A sentinel that is away is missed only when all others are away as well. */
const RETRY_MS = 1_000;

/** A server's address, as the sentinels give it. */
export interface Endpoint {
  readonly host: string;
  readonly port: number;
}

/**
 * Listens to all sentinels, and tells when one of them announces a new primary. They learn of it one after the other,
 * within a second or two. So a sentinel that was asked too early, and named the old primary, announces the new one later.
 * (The detector of ioredis asks first and listens afterwards, with each connection anew, and can miss the announcement.)
 */
export class SentinelWatch {
  readonly #sentinels: readonly Redis[];

  /** Without sentinels in the address it does nothing. */
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

/** Subscribes after each connect. `onError` is called once for a sentinel that stays away. */
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
