import { accessSync, constants } from 'node:fs';
import { resolve } from 'node:path';
import type { DevServer, OnProgress, StartOptions } from '../dev-server.ts';
import { type Guard, openGuard } from '../guard/guard-client.ts';
import { openServerLog, type ServerLog } from '../guard/server-log.ts';
import { makeFolder } from '../machine/make-folder.ts';
import { endLeftovers } from './end-leftovers.ts';
import { freePort } from './free-port.ts';
import { whenReady } from './readiness.ts';
import { RunningServer, type ServerRun, type Start } from './running-server.ts';
import type { ServerKind } from './server-kind.ts';

const portAttempts = 3;
/** The words of both servers. */
const portTaken = /address already in use/i;

/** Starts a server of this kind under a guard, and waits until it can be used. */
export async function startLocalServer(kind: ServerKind, options: StartOptions): Promise<DevServer> {
  const directory = resolve(options.directory);
  const onProgress = options.onProgress ?? (() => undefined);
  makeWritable(directory);
  for (let attempt = 1; ; attempt += 1) {
    const port = options.port ?? (await freePort());
    const start: Start = (onGuard) => startOnce(kind, directory, port, onProgress, onGuard);
    try {
      return new RunningServer(kind, port, start, await start(() => undefined));
    } catch (error) {
      // Another program may take the port between its choice and the server's start.
      const again = options.port === undefined && attempt < portAttempts && portTaken.test(String(error));
      if (!again) throw error;
    }
  }
}

function makeWritable(directory: string): void {
  try {
    makeFolder(directory);
    accessSync(directory, constants.W_OK);
    openServerLog(directory).withDescriptor(() => undefined);
  } catch (error) {
    throw new Error(
      `${directory} cannot be written to (${(error as Error).message}). If another user made it, start as that user, ` +
        'or set FULCRUM_HOME to another folder.',
    );
  }
}

async function startOnce(
  kind: ServerKind,
  directory: string,
  port: number,
  onProgress: OnProgress,
  onGuard: (guard: Guard) => void,
): Promise<ServerRun> {
  const log = openServerLog(directory);
  const guard = await openGuard(directory, log, onProgress);
  onGuard(guard);
  try {
    await kind.prepare(onProgress);
    await endLeftovers(kind.place, kind.stopSignal, onProgress);
    log.endLine();
    const pid = await runProgram(kind, guard, port, log);
    await whenReady(() => kind.ask(port, pid), guard, log, onProgress);
    await kind.finish(port);
    return { guard, pid };
  } catch (error) {
    const why = guard.hasEnded() ? kind.explain?.(log.tail()) : undefined;
    await guard.stop();
    throw why === undefined ? error : new Error(why, { cause: error });
  }
}

async function runProgram(kind: ServerKind, guard: Guard, port: number, log: ServerLog): Promise<number> {
  try {
    return await guard.run(kind.program(port));
  } catch (error) {
    throw new Error(`${error instanceof Error ? error.message : error} ${log.path} ends with:\n${log.tail()}`);
  }
}
