import { assert, InvariantError, LOG_START, type LogId } from '@fulcrum/log';
import type { JsonEvent } from '@fulcrum/protocol';
import { createLogger } from '@fulcrum/service';
import type { Connection } from '@fulcrum/streams';
import { expect, test, vi } from 'vitest';
import { Callbacks } from './callbacks.ts';

const MALFORMED = 'no list of events';
const RULES = JSON.stringify([{ type: 'rules-set', requestId: 'r', version: 3 }]);

/** A connection to a Redis with a callback-stream of some entries, all of which are answered at once. */
function redisWith(texts: readonly string[]): Connection {
  const entries = texts.map((text, index) => [`${index + 1}-0`, ['events', text]]);
  const info = ['length', entries.length, 'last-generated-id', entries.at(-1)?.[0], 'entries-added', entries.length];
  const stopped = Promise.withResolvers<never>();
  const replies: Record<string, (args: readonly unknown[]) => unknown> = {
    XINFO: () => info,
    XRANGE: ([, from]) => entries.filter(([id]) => id === from),
    XREAD: (args) => (args.at(-1) === LOG_START ? [['callbacks', entries]] : stopped.promise),
  };
  const stream = { cork() {}, uncork() {}, on() {}, off() {}, destroy() {} };
  const disconnect = () => stopped.reject(new Error('Connection is closed.'));
  const call = async (command: string, args: readonly unknown[]) => replies[command]?.(args);
  return { status: 'ready', stream, disconnect, call, once() {}, off() {} };
}

/** Follows a stream with one listener. */
function follow(texts: readonly string[], onEvent: (event: JsonEvent) => void) {
  const stopping = new AbortController();
  const passed: LogId[] = [];
  const logger = createLogger('test', 'silent');
  const onError = vi.spyOn(logger, 'error');
  const listener = { concerns: () => true, onEvent, onGap: () => {}, onPassed: (id: LogId) => void passed.push(id) };
  const callbacks = new Callbacks({
    ...{ redis: redisWith(texts), key: 'callbacks', signal: stopping.signal, logger, listeners: [listener] },
  });
  return { running: callbacks.run(LOG_START), stop: () => stopping.abort(), passed, onError };
}

test('an entry that makes no sense is left out', async () => {
  const types: string[] = [];
  const { running, stop, passed, onError } = follow([MALFORMED, RULES], ({ type }) => types.push(type));
  await vi.waitFor(() => expect(passed).toEqual([LOG_START, '2-0']));
  stop();
  await running;
  expect(types).toEqual(['rules-set']);
  expect(onError).toHaveBeenCalledOnce();
});

test('a listener that finds an invariant broken ends it', async () => {
  const { running, passed, onError } = follow([RULES], () => assert(false, 'the test has it so'));
  await expect(running).rejects.toThrow(InvariantError);
  expect(passed).toEqual([LOG_START]);
  expect(onError).not.toHaveBeenCalled();
});
