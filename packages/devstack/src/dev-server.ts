/** A Redis or a PostgreSQL: started here, or one that runs elsewhere and was only checked. */
export interface DevServer {
  /** The URL for clients, with the password. */
  readonly url: string;
  /** For a banner: "redis-server 7.0.15 on 127.0.0.1:41234". */
  readonly description: string;
  /** The server's own process; undefined while it is down, and for a server that was not started here. */
  readonly pid: number | undefined;
  /** Resolves when the server has ended, for whatever reason. After that `restart()` makes a new promise. */
  readonly exited: Promise<void>;
  /** Kills the server at once, as a power cut would. It stays down until `restart()`. */
  kill(): Promise<void>;
  /** Stops every process of the server in its tracks, as an overloaded machine would, until `letGo()`. */
  hold(): void;
  letGo(): void;
  /** Kills the server as `kill()` does, and starts it again on the same port and data. */
  restart(): Promise<void>;
  /** Stops the server cleanly, within about 8 s. The files stay. A second call does nothing. */
  stop(): Promise<void>;
}

export interface StartOptions {
  /** The folder of the data and the log, made when missing. One server at a time may use it. */
  readonly directory: string;
  /** A free port is picked when this is absent. */
  readonly port?: number;
  /** A server that runs already. It is checked, and nothing is started. */
  readonly url?: string | undefined;
  /** A new PostgreSQL begins as a copy of this folder, which has a cluster and its password. */
  readonly template?: string | undefined;
  /** Called with a sentence about each step that takes long. */
  readonly onProgress?: (message: string) => void;
}

export type OnProgress = (message: string) => void;

/** A server that somebody else runs. It is used, but neither stopped nor killed. */
export function serverOfOthers(url: string, description: string): DevServer {
  const notOurs = () => {
    throw new Error(`${description} was not started here: it is neither killed nor held.`);
  };
  return {
    url,
    description,
    pid: undefined,
    exited: new Promise(() => undefined),
    kill: async () => notOurs(),
    hold: notOurs,
    letGo: notOurs,
    restart: async () => undefined,
    stop: async () => undefined,
  };
}

/** A URL without its password, to be shown to people. */
export function withoutPassword(url: string): string {
  return url.replace(/:[^:@/]*@/, ':***@');
}
