import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request whose answer is not passed on. */
interface Prey {
  readonly method: string;
  readonly path: string;
  /** What its body contains. */
  readonly words: string;
  readonly onEaten: () => void;
}

/** Stands before a server, and loses an answer now and then: the request was done, and its sender never hears of it. */
export class AnswerEater {
  readonly url: string;
  readonly #server: Server;
  #prey: Prey | undefined;

  private constructor(server: Server) {
    this.#server = server;
    this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  static async start(target: string): Promise<AnswerEater> {
    const server = createServer((asked, answer) => {
      const { method = '', url = '', headers } = asked;
      let body = '';
      const passed = request(new URL(url, target), { method, headers }, (response) => {
        const prey = eater.#prey;
        if (prey?.method === method && prey.path === url && body.includes(prey.words)) {
          eater.#prey = undefined;
          answer.destroy();
          response.resume().once('end', prey.onEaten);
          return;
        }
        answer.writeHead(response.statusCode ?? 502, response.rawHeaders);
        response.pipe(answer);
      });
      passed.on('error', () => answer.destroy());
      asked.on('data', (piece: Buffer) => {
        body += piece;
      });
      asked.pipe(passed);
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const eater = new AnswerEater(server);
    return eater;
  }

  /** Resolves when the next such answer has come, and is lost. */
  eatNext(method: string, path: string, words: string): Promise<void> {
    return new Promise((onEaten) => {
      this.#prey = { method, path, words, onEaten };
    });
  }

  stop(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }
}
