import { createServer, type IncomingMessage, request, type Server } from 'node:http';
import { connect, type Socket } from 'node:net';
import { freePort } from '@fulcrum/devstack';

/** What stands behind a path of the proxy. */
export interface Behind {
  readonly prefix: string;
  readonly port: number;
}

/**
 * A proxy that has several servers below paths of its own, of which it strips what leads to them, or passes it on. What
 * lies below none of them is somebody else's: 404.
 */
export class PathProxy {
  readonly port: number;
  readonly #strips: boolean;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  #behind: readonly Behind[] = [];

  private constructor(port: number, strips: boolean) {
    this.port = port;
    this.#strips = strips;
    this.#server = createServer((asked, answer) => {
      const found = this.#find(asked);
      if (found === undefined) return void answer.writeHead(404, { 'x-from': 'somebody else' }).end();
      const { port, path } = found;
      const { method, headers } = asked;
      const passed = request({ host: '127.0.0.1', port, path, method, headers, agent: false }, (response) => {
        answer.writeHead(response.statusCode ?? 502, response.rawHeaders);
        response.pipe(answer);
      });
      passed.on('error', () => answer.destroy());
      asked.pipe(passed);
    });
    this.#server.on('upgrade', (asked: IncomingMessage, socket: Socket) => this.#upgrade(asked, socket));
  }

  static async start(strips: boolean): Promise<PathProxy> {
    const proxy = new PathProxy(await freePort(), strips);
    await new Promise<void>((resolve) => proxy.#server.listen(proxy.port, '127.0.0.1', resolve));
    return proxy;
  }

  /** The first that fits is asked. */
  lead(...behind: Behind[]): void {
    this.#behind = behind;
  }

  async stop(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #find({ url = '' }: IncomingMessage): { port: number; path: string } | undefined {
    const found = this.#behind.find(({ prefix }) => url === prefix || /^[/?]/.test(url.split(prefix)[1] ?? ''));
    if (found === undefined || !url.startsWith(found.prefix)) return undefined;
    const rest = url.slice(found.prefix.length);
    return { port: found.port, path: this.#strips ? (rest.startsWith('/') ? rest : `/${rest}`) : url };
  }

  #upgrade(asked: IncomingMessage, socket: Socket): void {
    const found = this.#find(asked);
    if (found === undefined) return void socket.destroy();
    const server = connect(found.port, '127.0.0.1');
    for (const end of [socket, server]) {
      this.#sockets.add(end);
      end.on('error', () => {}).on('close', () => this.#sockets.delete(end));
    }
    const lines = asked.rawHeaders.flatMap((_, at, all) => (at % 2 === 0 ? [`${all[at]}: ${all[at + 1]}`] : []));
    server.write([`${asked.method} ${found.path} HTTP/1.1`, ...lines, '', ''].join('\r\n'));
    socket.pipe(server).pipe(socket);
  }
}
