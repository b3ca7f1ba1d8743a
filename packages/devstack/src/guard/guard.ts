/**
 * A small program between a caller and the server that it started.
 *
 * The server must not end with the terminal, because the caller stops its processes in an order of its own. Nor may it
 * outlive a caller that was killed. So each server runs under a guard, in a session of its own. A pipe joins the guard
 * to its caller. When the pipe closes without a message, the guard gives the server's clients time to finish, stops the
 * server, and ends. It holds the folder's lock until then.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { lockFolder } from './folder-lock.ts';
import type { FromGuard, ServerProgram, ToGuard } from './guard-messages.ts';
import { readGuardNote, writeGuardNote } from './guard-note.ts';

const graceMs = 3_000;
const lockRetryMs = 100;
/** Longer than an earlier guard needs to notice that its caller is gone. */
const inUseAfterMs = 1_500;
/** Longer than an earlier guard's grace and its server's slowest stop together. */
const lockTimeoutMs = 20_000;

const directory = process.argv[2] ?? '.';
const callerPid = process.ppid;
let server: ChildProcess | undefined;
let program: ServerProgram | undefined;
let ending = false;

process.on('SIGINT', () => undefined);
process.on('SIGHUP', () => undefined);
process.on('SIGTERM', () => void endAfter(graceMs));
process.on('disconnect', () => void endAfter(graceMs));
process.on('message', (message: ToGuard) => {
  if (message.type === 'run') run(message.program);
  if (message.type === 'stop') void endAfter(0);
  if (message.type === 'kill') kill();
});

await takeFolder();

async function takeFolder(): Promise<void> {
  const startedAt = Date.now();
  let announced = false;
  while (!lockFolder(directory)) {
    const waitedMs = Date.now() - startedAt;
    const note = readGuardNote(directory);
    if (waitedMs > (note?.ending === false ? inUseAfterMs : lockTimeoutMs)) {
      tell({ type: 'refused', note });
      return leave();
    }
    if (!announced && note?.ending) {
      announced = true;
      tell({ type: 'waiting' });
    }
    await sleep(lockRetryMs);
  }
  note();
  tell({ type: 'ready' });
}

function run(wanted: ServerProgram): void {
  if (ending || server) return;
  program = wanted;
  const { command, args, directory: cwd, uid, gid } = wanted;
  const identity = uid === undefined || gid === undefined ? {} : { uid, gid };
  server = spawn(command, args, { cwd, stdio: ['ignore', 'inherit', 'inherit'], ...identity });
  server.once('spawn', () => {
    note();
    tell({ type: 'started', pid: server?.pid ?? 0 });
  });
  server.once('error', (error) => {
    tell({ type: 'failed', message: error.message });
    if (server?.pid === undefined) leave();
  });
  server.once('exit', leave);
}

async function endAfter(delayMs: number): Promise<void> {
  // A "stop" during the grace after a closed pipe stops the server at once.
  const first = !ending;
  ending = true;
  if (!server) return leave();
  if (first) note();
  await sleep(delayMs);
  for (const { signal, waitMs } of program?.stopSignals ?? []) {
    server.kill(signal);
    await sleep(waitMs);
  }
  kill();
}

function kill(): void {
  ending = true;
  if (server) server.kill('SIGKILL');
  else leave();
}

function note(): void {
  writeGuardNote(directory, { guardPid: process.pid, callerPid, serverPid: server?.pid, ending });
}

function tell(message: FromGuard): void {
  // The caller may end at any moment. That is no error.
  if (process.connected) process.send?.(message, () => undefined);
}

function leave(): void {
  // The last message must reach the caller before the pipe closes.
  setTimeout(() => process.exit(0), 20);
}
