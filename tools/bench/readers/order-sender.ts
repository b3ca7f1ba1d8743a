import { Agent, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { User } from '../http/trading.ts';

const ORDER = JSON.stringify({ asset: 'BTC_USDC', side: 'buy', quantity: '0.00001', leverage: 100 });

/**
 * Opens an order at regular times, over one connection. After a late answer the next order leaves at once. Its wait
 * counts as its own time. Otherwise slow phases would count for less than quick ones.
 */
export class OrderSender {
  readonly #url: string;
  readonly #users: readonly User[];
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 1 });
  #sent = 0;

  constructor(apiUrl: string, users: readonly User[]) {
    this.#url = `${apiUrl}/api/v1/trade/create-order`;
    this.#users = users;
  }

  /** @returns what each order took, in milliseconds. */
  async send(count: number, everyMs: number, signal: AbortSignal): Promise<number[]> {
    const startedAt = performance.now();
    const milliseconds: number[] = [];
    for (let index = 0; index < count; index += 1) {
      signal.throwIfAborted();
      const dueAt = startedAt + index * everyMs;
      const early = dueAt - performance.now();
      if (early > 0) await sleep(early);
      // A timer is a little late, which is nobody's fault.
      const from = early > 0 ? performance.now() : dueAt;
      await this.#order();
      milliseconds.push(performance.now() - from);
    }
    return milliseconds;
  }

  stop(): void {
    this.#agent.destroy();
  }

  #order(): Promise<void> {
    const user = this.#users[this.#sent % this.#users.length];
    this.#sent += 1;
    const headers = {
      authorization: `Bearer ${user?.token}`,
      'content-type': 'application/json',
      'content-length': ORDER.length,
    };
    return new Promise((resolve, reject) => {
      const sending = request(this.#url, { agent: this.#agent, method: 'POST', headers }, (response) => {
        response.resume();
        response.on('end', () =>
          response.statusCode === 201
            ? resolve()
            : reject(new Error(`an order was answered with ${response.statusCode}`)),
        );
        response.on('error', reject);
      });
      sending.on('error', reject);
      sending.end(ORDER);
    });
  }
}
