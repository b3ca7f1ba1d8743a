import { expect, it } from 'vitest';
import { DocumentBox } from './document-box.ts';

const [OLD, NEW] = ['a secret that only this test knows, 0123456789', 'another one that only this test knows, 0123'];
const owner = { documentId: 'passport', userId: 'ada' };
const bytes = Buffer.from('what a passport says');

it('opens what it has sealed, which looks different each time', () => {
  const box = new DocumentBox([OLD]);
  const [one, other] = [box.seal(bytes, owner), box.seal(bytes, owner)];
  expect(Buffer.from(one).includes('passport')).toBe(false);
  expect(one).not.toEqual(other);
  expect(box.open(one, owner)).toEqual(bytes);
});

it('opens no document as another one, or as that of another user, and none that was changed', () => {
  const box = new DocumentBox([OLD]);
  const sealed = box.seal(bytes, owner);
  expect(() => box.open(sealed, { ...owner, documentId: 'bill' })).toThrow();
  expect(() => box.open(sealed, { ...owner, userId: 'bob' })).toThrow();
  for (let at = 0; at < sealed.length; at += 1) {
    const changed = Uint8Array.from(sealed);
    changed[at] = (changed[at] ?? 0) ^ 1;
    expect(() => box.open(changed, owner)).toThrow();
  }
  expect(() => box.open(sealed.subarray(0, 20), owner)).toThrow();
  expect(() => box.open(new Uint8Array(), owner)).toThrow('unknown form');
});

it('opens with a former secret what was sealed with it, and seals with the first', () => {
  const before = new DocumentBox([OLD]).seal(bytes, owner);
  const both = new DocumentBox([NEW, OLD]);
  expect(both.open(before, owner)).toEqual(bytes);
  const since = both.seal(bytes, owner);
  expect(new DocumentBox([NEW]).open(since, owner)).toEqual(bytes);
  expect(() => new DocumentBox([NEW]).open(before, owner)).toThrow('DOCUMENTS_SECRET does not name any more');
});
