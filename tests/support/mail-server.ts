import { createServer, type Server, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { freePort } from '@fulcrum/devstack';

/** A mail server that takes every message, and keeps it. It knows neither TLS nor passwords. */
export class MailServer {
  readonly messages: string[] = [];
  /** What clients asked for. */
  readonly commands: string[] = [];
  /** Whether it keeps messages and does not say so. */
  holdsAnswers = false;
  /** An address of which it takes no mail. */
  refuses = '';
  readonly port: number;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();

  private constructor(port: number) {
    this.port = port;
    this.#server = createServer((socket) => this.#talk(socket).catch(() => socket.destroy()));
  }

  static async start(): Promise<MailServer> {
    const mail = new MailServer(await freePort());
    await new Promise<void>((resolve) => mail.#server.listen(mail.port, '127.0.0.1', resolve));
    return mail;
  }

  /** The link in the last message. */
  lastLink(): string {
    const plain = (this.messages.at(-1) ?? '').replace(/=\n/g, '').replaceAll('=3D', '=');
    return /https?:\/\/\S+/.exec(plain)?.[0] ?? '';
  }

  async stop(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  /** Rejects when the client hangs up without waiting for the last answer, as it may. */
  async #talk(socket: Socket): Promise<void> {
    this.#sockets.add(socket);
    socket.on('error', () => {}).on('close', () => this.#sockets.delete(socket));
    const say = (line: string) => socket.write(`${line}\r\n`);
    let message: string[] | undefined;
    say('220 mail.example');
    for await (const line of createInterface({ input: socket })) {
      if (message === undefined) {
        this.commands.push(line);
        if (line === 'DATA') message = [];
        if (this.refuses !== '' && line.includes(this.refuses)) say(`550 no mail for ${this.refuses}`);
        else say(line === 'DATA' ? '354 go on' : line === 'QUIT' ? '221 bye' : '250 ok');
      } else if (line === '.') {
        this.messages.push(message.join('\n'));
        message = undefined;
        if (!this.holdsAnswers) say('250 taken');
        // A point at the beginning of a line is sent twice.
      } else message.push(line.startsWith('.') ? line.slice(1) : line);
    }
  }
}
