import type { OnProgress } from '../dev-server.ts';
import type { ServerProgram } from '../guard/guard-messages.ts';
import type { Answer } from './readiness.ts';
import type { ServerPlace } from './server-processes.ts';

/** The differences between a Redis and a PostgreSQL. */
export interface ServerKind {
  readonly place: ServerPlace;
  readonly stopSignal: NodeJS.Signals;
  /** Prepares the folder for a start. Nothing else uses it meanwhile. */
  prepare(onProgress: OnProgress): Promise<void>;
  program(port: number): ServerProgram;
  /** Asks the server once, with a time limit, whether it can be used; undefined without an answer. */
  ask(port: number, pid: number): Promise<Answer | undefined>;
  /** Explains to people why it ended during its start, if its last words tell. */
  explain?(lastWords: string): string | undefined;
  /** Called after each start, before the server is used. */
  finish(port: number): Promise<void>;
  url(port: number): string;
  description(port: number): string;
}
