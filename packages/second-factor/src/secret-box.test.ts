import { expect, it } from 'vitest';
import { SecretBox } from './secret-box.ts';

const box = new SecretBox('a secret that only this test knows, 0123456789');

it('opens for its owner what it has sealed, which looks different each time', () => {
  const [one, other] = [box.seal('JBSWY3DPEHPK3PXP', 'ada'), box.seal('JBSWY3DPEHPK3PXP', 'ada')];
  expect(one).not.toContain('JBSWY3DPEHPK3PXP');
  expect(one).not.toBe(other);
  expect(box.open(one, 'ada')).toBe('JBSWY3DPEHPK3PXP');
});

it('opens nothing of another owner, of another key, that was changed, or of another form', () => {
  const sealed = box.seal('JBSWY3DPEHPK3PXP', 'ada');
  const changed = `${sealed.slice(0, 10)}${sealed[10] === 'A' ? 'B' : 'A'}${sealed.slice(11)}`;
  expect(() => box.open(sealed, 'bob')).toThrow();
  expect(() => new SecretBox('another secret').open(sealed, 'ada')).toThrow();
  for (const text of [changed, sealed.slice(0, -4), 'v1.AAAA', 'JBSWY3DPEHPK3PXP'])
    expect(() => box.open(text, 'ada')).toThrow();
});
