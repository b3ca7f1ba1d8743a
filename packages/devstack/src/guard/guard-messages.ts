/** How to start a server, and how to stop it cleanly. */
export interface ServerProgram {
  readonly command: string;
  readonly args: string[];
  /** The server's data folder: it runs inside it, which is how it can be recognised later. */
  readonly directory: string;
  readonly uid?: number;
  readonly gid?: number;
  /** Sent one after the other, each when the time of the one before is over; SIGKILL follows. */
  readonly stopSignals: readonly { readonly signal: NodeJS.Signals; readonly waitMs: number }[];
}

export type ToGuard =
  | { readonly type: 'run'; readonly program: ServerProgram }
  | { readonly type: 'stop' }
  | { readonly type: 'kill' };

export type FromGuard =
  /** The folder is ours; nobody else can run a server in it while this guard lives. */
  | { readonly type: 'ready' }
  | { readonly type: 'waiting' }
  | { readonly type: 'refused'; readonly note: GuardNote | undefined }
  | { readonly type: 'started'; readonly pid: number }
  | { readonly type: 'failed'; readonly message: string };

/** What a guard writes about itself into `<directory>/guard.json`, for the next start to read. */
export interface GuardNote {
  readonly guardPid: number;
  readonly callerPid: number;
  readonly serverPid?: number | undefined;
  /** Whether the server is on its way down: then it is worth waiting for. */
  readonly ending: boolean;
}
