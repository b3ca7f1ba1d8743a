import { once } from 'node:events';
import { createConnection, createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type DevServer, freshFolder, removeFolder, startRedis } from '@fulcrum/devstack';
import { Redis } from 'ioredis';

/** Two Redis servers, of which one copies the other, behind one address, as a managed Redis has them. */
export class RedisPair {
  readonly servers: readonly [DevServer, DevServer];
  readonly #folder: string;
  readonly #address: Server;
  readonly #sockets = new Set<Socket>();
  #primary: 0 | 1 = 0;

  private constructor(servers: readonly [DevServer, DevServer], folder: string) {
    this.servers = servers;
    this.#folder = folder;
    this.#address = createServer((socket) => this.#pass(socket));
  }

  static async start(): Promise<RedisPair> {
    const folder = await freshFolder();
    const start = (name: string) =>
      startRedis({ directory: join(folder, name), settings: { 'repl-diskless-sync-delay': '0' } });
    const pair = new RedisPair(await Promise.all([start('a'), start('b')]), folder);
    pair.#address.listen(0, '127.0.0.1');
    await once(pair.#address, 'listening');
    await pair.copyTo(1);
    return pair;
  }

  get url(): string {
    const address = this.#address.address();
    return `redis://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`;
  }

  /** The server that the address leads to. */
  get primary(): 0 | 1 {
    return this.#primary;
  }

  /** Connections through the address. */
  get connections(): number {
    return this.#sockets.size;
  }

  /** Makes a server a copy of the other one, and waits until it is. */
  async copyTo(index: 0 | 1): Promise<void> {
    const { port } = new URL(this.servers[index === 0 ? 1 : 0].url);
    await this.ask(index, 'REPLICAOF', '127.0.0.1', port);
    while (!String(await this.ask(index, 'INFO', 'replication')).includes('master_link_status:up')) await sleep(20);
  }

  /** The other one takes over, as with a planned fail-over: old connections stay where they are. */
  async failOver(): Promise<void> {
    const old = this.#primary;
    await this.moveAddress();
    await this.copyTo(old);
  }

  /**
   * The primary dies, with whatever its copy has not got, and that takes over.
   *
   * @param meanwhile done before it does.
   */
  async kill(meanwhile = async (): Promise<void> => {}): Promise<void> {
    await this.servers[this.#primary].kill();
    await meanwhile();
    await this.moveAddress();
  }

  /** The address leads to the other one, which takes over. The old primary lives on, and is not told. */
  async moveAddress(): Promise<void> {
    const next = this.#primary === 0 ? 1 : 0;
    await this.ask(next, 'REPLICAOF', 'NO', 'ONE');
    this.#primary = next;
  }

  /** Asks one of the servers, past the address. */
  async ask(index: 0 | 1, command: string, ...args: string[]): Promise<unknown> {
    // A replica is asked as well, to which no other connection would get ready.
    const redis = new Redis(this.servers[index].url, { protocol: 2 });
    try {
      return await redis.call(command, args);
    } finally {
      redis.disconnect();
    }
  }

  async stop(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    this.#address.close();
    await Promise.all(this.servers.map((server) => server.stop()));
    removeFolder(this.#folder);
  }

  #pass(socket: Socket): void {
    const { port } = new URL(this.servers[this.#primary].url);
    const onward = createConnection(Number(port), '127.0.0.1');
    this.#sockets.add(socket);
    const end = () => {
      this.#sockets.delete(socket);
      socket.destroy();
      onward.destroy();
    };
    for (const side of [socket, onward]) side.on('error', end).on('close', end);
    socket.pipe(onward).pipe(socket);
  }
}
