import { AccountReadings, EngineClient } from '@fulcrum/engine-client';
import type { CommandData } from '@fulcrum/protocol';
import type { AppendOutcome } from '@fulcrum/streams';
import { AccountRequests } from '../accounts/account-requests.ts';

interface ScriptedOptions {
  readonly outcome?: AppendOutcome;
  readonly hearsReplies?: boolean;
  readonly answerLimitMs?: number;
}

/** The client of an engine whose place the test takes: what it is asked is kept, and answered by `engine.take`. */
export function scriptedEngine({
  outcome = { outcome: 'appended', id: '1-0' },
  hearsReplies = true,
  answerLimitMs = 60_000,
}: ScriptedOptions = {}) {
  const asked: CommandData<'get-account'>[] = [];
  const append = async ({ data = '' }: Record<string, string>) => {
    asked.push(JSON.parse(data));
    return outcome;
  };
  const engine = new EngineClient({
    ...{ appender: { append, isConnected: true }, firstInLog: async () => '1-0', answerLimitMs },
    whyDeaf: () => undefined,
    hearsReplies: () => hearsReplies,
  });
  const readings = new AccountReadings({
    readPage: (userId, page, calledOff) => engine.read('get-account', { userId, ...page }, calledOff),
    catchUpLimitMs: answerLimitMs,
  });
  return { engine, readings, requests: new AccountRequests(readings), asked };
}
