import { NONE } from '@fulcrum/memory';
import { expect, it } from 'vitest';
import { Accounts } from './accounts.ts';

it('tells accounts apart whose ids begin alike, in whatever order they are looked for', () => {
  const accounts = new Accounts();
  const ids = ['0', '1', 'f'].map((digit) => `abcd0000-0000-4000-8000-00000000000${digit}`);
  const slots = ids.map((id) => accounts.add(id));
  for (const at of [0, 1, 1, 2, 0, 2, 1]) expect(accounts.find(ids[at] as string)).toBe(slots[at]);
  for (const text of ['abcd0000-0000-4000-8000-000000000002', 'abcd', '\uffff\uffff\uffff\uffff'])
    expect(accounts.find(text)).toBe(NONE);
  expect(accounts.find(ids[2] as string)).toBe(slots[2]);
});
