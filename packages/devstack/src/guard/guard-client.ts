import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { OnProgress } from '../dev-server.ts';
import { within } from '../machine/within.ts';
import type { FromGuard, GuardNote, ServerProgram, ToGuard } from './guard-messages.ts';
import type { ServerLog } from './server-log.ts';

const guardProgram = fileURLToPath(new URL('./guard.ts', import.meta.url));
/** Longer than the guard's own limits, which should always end it earlier. */
const readyTimeoutMs = 30_000;
const startTimeoutMs = 10_000;
const stopTimeoutMs = 8_000;

/** The caller's end of the pipe to a guard. A guard locks its folder, and runs one server once. */
export interface Guard {
  /** Starts the server and returns its process id. */
  run(program: ServerProgram): Promise<number>;
  /** Resolves when the guard has ended. The server has then ended as well, unless the guard was killed. */
  readonly ended: Promise<void>;
  hasEnded(): boolean;
  stop(): Promise<void>;
  kill(): Promise<void>;
}

/** Starts a guard and waits until it has locked the folder. @throws a sentence for people when it is in use. */
export async function openGuard(directory: string, log: ServerLog, onProgress: OnProgress): Promise<Guard> {
  const child = spawnGuard(directory, log);
  const messages = inbox(child);
  child.on('message', (message: FromGuard) => {
    if (message.type === 'waiting') onProgress(`Waiting until the server of an earlier run in ${directory} has ended.`);
  });
  const answer = await messages.next(['ready', 'refused'], readyTimeoutMs);
  if (answer?.type !== 'ready') {
    child.kill('SIGKILL');
    throw new Error(refusal(directory, answer?.type === 'refused' ? answer.note : undefined, log));
  }
  return guardOf(child, messages);
}

function spawnGuard(directory: string, log: ServerLog): ChildProcess {
  return log.withDescriptor((descriptor) =>
    spawn(process.execPath, ['--disable-warning=ExperimentalWarning', guardProgram, directory], {
      cwd: directory,
      detached: true,
      stdio: ['ignore', descriptor, descriptor, 'ipc'],
      env: serverEnvironment(),
    }),
  );
}

/**
 * The environment of the guard and its server. Settings of the caller (NODE_OPTIONS, PGHOST, a locale) must not reach
 * them. The guard alone reads the folder of what Node has compiled, with which it starts in half the time.
 */
function serverEnvironment(): NodeJS.ProcessEnv {
  const { PATH, HOME, TMPDIR, TZ, NODE_COMPILE_CACHE } = process.env;
  const kept = { PATH, HOME, TMPDIR, TZ, NODE_COMPILE_CACHE, LC_ALL: 'C' };
  return Object.fromEntries(Object.entries(kept).filter(([, value]) => value !== undefined));
}

function guardOf(child: ChildProcess, messages: Inbox): Guard {
  const end = async (word: ToGuard): Promise<void> => {
    send(child, word);
    if (await within(stopTimeoutMs, messages.ended)) return;
    child.kill('SIGKILL');
    await within(1_000, messages.ended);
  };
  return {
    ended: messages.ended,
    hasEnded: messages.hasEnded,
    async run(program) {
      send(child, { type: 'run', program });
      const answer = await messages.next(['started', 'failed'], startTimeoutMs);
      if (answer?.type === 'started') return answer.pid;
      const reason = answer?.type === 'failed' ? answer.message : 'its guard gave no answer';
      throw new Error(`${program.command} could not be started: ${reason}.`);
    },
    stop: () => end({ type: 'stop' }),
    kill: () => end({ type: 'kill' }),
  };
}

interface Inbox {
  readonly ended: Promise<void>;
  hasEnded(): boolean;
  next(types: FromGuard['type'][], timeoutMs: number): Promise<FromGuard | undefined>;
}

function inbox(child: ChildProcess): Inbox {
  const received: FromGuard[] = [];
  const waiting = new Set<() => void>();
  let over = false;
  const wake = () => {
    for (const resolve of waiting) resolve();
    waiting.clear();
  };
  const ended = new Promise<void>((resolve) => {
    const finish = () => {
      over = true;
      resolve();
      wake();
    };
    child.once('exit', finish);
    // A guard that was never started has no exit event. All others have, also after a broken pipe.
    child.on('error', () => child.pid === undefined && finish());
  });
  child.on('message', (message: FromGuard) => {
    received.push(message);
    wake();
  });
  return {
    ended,
    hasEnded: () => over,
    async next(types, timeoutMs) {
      const deadline = Date.now() + timeoutMs;
      for (;;) {
        const found = received.find(({ type }) => types.includes(type));
        if (found || over || Date.now() >= deadline) return found;
        await within(deadline - Date.now(), new Promise<void>((resolve) => waiting.add(resolve)));
      }
    },
  };
}

function send(child: ChildProcess, message: ToGuard): void {
  if (child.connected) child.send(message, () => undefined);
}

function refusal(directory: string, note: GuardNote | undefined, log: ServerLog): string {
  if (!note) return `The guard of the server in ${directory} did not start. ${log.path} ends with:\n${log.tail()}`;
  if (note.ending)
    return `The server of an earlier run in ${directory} does not end (its guard is process ${note.guardPid}).`;
  return (
    `${directory} is in use by process ${note.callerPid}, which is still running: ` +
    'stop that first, or set FULCRUM_HOME to another folder.'
  );
}
