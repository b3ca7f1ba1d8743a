/** How to start a server, and how to stop it cleanly. */
export interface ServerProgram {
  readonly command: string;
  readonly args: string[];
  /** The server's data folder. The server runs inside it, by which it is recognised later. */
  readonly directory: string;
  readonly uid?: number;
  readonly gid?: number;
  /** The signals that stop it, one after the other, each with the wait before the next. SIGKILL follows. */
  readonly stopSignals: readonly { readonly signal: NodeJS.Signals; readonly waitMs: number }[];
}

export type ToGuard =
  | { readonly type: 'run'; readonly program: ServerProgram }
  | { readonly type: 'stop' }
  | { readonly type: 'kill' };

export type FromGuard =
  /** The folder is locked. Nobody else can run a server in it while this guard lives. */
  | { readonly type: 'ready' }
  | { readonly type: 'waiting' }
  | { readonly type: 'refused'; readonly note: GuardNote | undefined }
  | { readonly type: 'started'; readonly pid: number }
  | { readonly type: 'failed'; readonly message: string };

/** A guard's note about itself in `<directory>/guard.json`, for the next start. */
export interface GuardNote {
  readonly guardPid: number;
  readonly callerPid: number;
  readonly serverPid?: number | undefined;
  /** Whether the server is being stopped, so that the next start should wait. */
  readonly ending: boolean;
}
