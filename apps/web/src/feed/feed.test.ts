import { afterEach, expect, it, vi } from 'vitest';
import { Feed } from './feed.ts';
import { REQUEST_IDS } from './messages.ts';

/** A socket whose other end is the test. */
class FakeSocket {
  static readonly OPEN = 1;
  static last: FakeSocket | undefined;
  readyState = FakeSocket.OPEN;
  onmessage: ((message: { data: string }) => void) | undefined;

  constructor() {
    FakeSocket.last = this;
  }

  send(): void {}

  close(): void {}
}

afterEach(() => {
  vi.unstubAllGlobals();
});

it.each([
  ['unauthorized', 'onOtherSession'],
  ['unavailable', 'onNoAccount'],
] as const)('of an account that is refused as %s it tells %s', (code, told) => {
  const target = { addEventListener: () => {}, removeEventListener: () => {} };
  vi.stubGlobal('WebSocket', FakeSocket);
  vi.stubGlobal('window', target);
  vi.stubGlobal('document', target);
  const heard: string[] = [];
  const hear = (name: string) => () => void heard.push(name);
  const feed = new Feed({
    url: 'ws://localhost',
    onMarketEvent: hear('onMarketEvent'),
    onAccountEvent: hear('onAccountEvent'),
    onMissed: hear('onMissedClosings'),
    onOtherSession: hear('onOtherSession'),
    onNoAccount: hear('onNoAccount'),
    onConnection: () => {},
  });
  feed.followAccount('ada');
  const refusal = { id: REQUEST_IDS.account, error: { code, message: 'There is no such account.' } };
  FakeSocket.last?.onmessage?.({ data: JSON.stringify(refusal) });
  feed.close();
  expect(heard).toEqual([told]);
});
