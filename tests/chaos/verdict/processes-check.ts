import { createReadStream } from 'node:fs';
import { linesOf } from '@fulcrum/journal';
import { logTime } from '@fulcrum/log';
import { streamInfo, streamKeys } from '@fulcrum/streams';
import type { AppProcess } from '../../support/app-process.ts';
import type { Stack } from '../../support/stack.ts';
import type { Findings } from './findings.ts';

/** Checks that every process runs, that no error ever stopped one, and that the engines stand at the same position. */
export async function checkProcesses(stack: Stack, openOrders: number, findings: Findings): Promise<void> {
  const { lastId } = await streamInfo(stack.redis, streamKeys().engine);
  for (const engine of stack.engines) {
    const expected = { engine_log_time_ms: logTime(lastId), engine_open_orders: openOrders, engine_waiting_results: 0 };
    for (const [name, value] of Object.entries(expected)) {
      const found = await engine.metric(name);
      findings.expect(found === value, 'wrong', () => `${engine.name} has ${name} ${found}, and it has to be ${value}`);
    }
  }
  for (const app of stack.processes()) {
    for await (const line of errorsIn(app)) findings.add('wrong', `${app.name} was stopped by an error: ${line}`);
  }
}

async function* errorsIn(app: AppProcess): AsyncGenerator<string> {
  for await (const line of linesOf(createReadStream(app.logPath)))
    if (line.includes('stopped by an error')) yield line.slice(0, 1_500);
}
