import { expect, it } from 'vitest';
import { actText, partsOf } from './entry-words.ts';

it.each([
  ['set-role:ask', 'Change a role: asked for'],
  ['set-role:act', 'Change a role: done by one person'],
  ['note', 'Note about a client'],
  ['something-new', 'something-new'],
  ['something-new:later', 'something-new: later'],
])('%s is said as people say it', (act, text) => {
  expect(actText(act)).toBe(text);
});

it.each<[content: unknown, parts: object]>([
  [
    { reason: 'why', before: 1, after: 2 },
    { reason: 'why', before: 1, after: 2, others: {} },
  ],
  [
    { action: 'id', answer: 3 },
    { action: 'id', others: { answer: 3 } },
  ],
  [{ reason: 5 }, { others: {} }],
  ['what was written past the desk', { others: { content: 'what was written past the desk' } }],
  [null, { others: { content: null } }],
  [undefined, { others: {} }],
])('of %j its parts are read', (content, parts) => {
  expect(partsOf(content)).toEqual(parts);
});
