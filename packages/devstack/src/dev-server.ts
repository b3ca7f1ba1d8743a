/** A Redis or a PostgreSQL, started here or only checked because somebody named one. */
export interface DevServer {
  /** What a client connects to, with the password in it. */
  readonly url: string;
  /** For a banner: "redis-server 7.0.15 on 127.0.0.1:41234". */
  readonly description: string;
  /** The server's own process; undefined while it is down, and for a server that was not started here. */
  readonly pid: number | undefined;
  /** Resolves when the server is gone, asked or not. After `restart()` it is a new promise if the old one had resolved. */
  readonly exited: Promise<void>;
  /** Kills the server as hard as a power cut would. It stays away until `restart()`. */
  kill(): Promise<void>;
  /** Holds every process of the server still, as a machine that is overloaded would, until `letGo()`. */
  hold(): void;
  letGo(): void;
  /** Kills the server as hard as a power cut would, and starts it again on the same port and data. */
  restart(): Promise<void>;
  /** Stops the server cleanly, in about 8 s at most. The files stay. Calling it again does nothing. */
  stop(): Promise<void>;
}

export interface StartOptions {
  /** Where the data and the log live; made when missing. One server at a time may use it. */
  readonly directory: string;
  /** A free port is picked when this is absent. */
  readonly port?: number;
  /** A server that runs already: nothing is started, it is only checked. */
  readonly url?: string | undefined;
  /** A new PostgreSQL begins as a copy of this folder, which has a cluster and its password. */
  readonly template?: string | undefined;
  /** Told in whole sentences about everything that takes long. */
  readonly onProgress?: (message: string) => void;
}

export type OnProgress = (message: string) => void;

/** A server that somebody else runs: it is used, and otherwise left alone. */
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

/** A URL as it may be shown to people: without its password. */
export function withoutPassword(url: string): string {
  return url.replace(/:[^:@/]*@/, ':***@');
}
