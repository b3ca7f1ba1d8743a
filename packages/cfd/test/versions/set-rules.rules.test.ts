import { Core, NEWEST_RULES, UnknownRulesError } from '@fulcrum/cfd';
import { describe, expect, test } from 'vitest';
import { openDesk, quietDesk, subjects } from '../harness.ts';

describe.each(subjects)('set-rules (%s)', (_, make) => {
  test('goes up, and to the present version again', () => {
    const desk = quietDesk(make);
    expect(desk.send('set-rules', { requestId: 'q', version: 1 })).toEqual({
      type: 'rules-set',
      requestId: 'q',
      version: 1,
    });
    expect(desk.sendRaw('set-rules', { version: 2 })).toEqual([{ type: 'rules-set', version: 2 }]);
    expect(desk.outcome('set-rules', { version: 2 })).toBe('rules-set');
  });

  test('never goes down', () => {
    const desk = quietDesk(make);
    desk.send('set-rules', { version: 2 });
    expect(desk.outcome('set-rules', { version: 1 })).toBe('invalid_command');
    expect(desk.sendRaw('set-rules', { version: 1 })).toEqual([]);
    expect(desk.outcome('set-rules', { version: 2 })).toBe('rules-set');
  });

  test.each([0, -1, 1.5, '2', null, undefined, true, 2 ** 53, Number.POSITIVE_INFINITY])(
    '%j is no version',
    (version) => {
      const desk = openDesk(make);
      expect(desk.outcome('set-rules', { version })).toBe('invalid_command');
      expect(desk.tryToOpen('buy')).toBe('created');
    },
  );

  test('stops at a version of the future', () => {
    expect(() => quietDesk(make).sendRaw('set-rules', { version: 8 })).toThrow();
  });
});

test('the core names the version that it does not know, says what to do, and stays as it is', () => {
  const core = Core.empty();
  const before = core.stateHash();
  expect(NEWEST_RULES).toBe(7);
  expect(() => core.apply({ type: 'set-rules', version: 8 }, 1)).toThrow(UnknownRulesError);
  expect(() => core.apply({ type: 'set-rules', version: 8 }, 1)).toThrow(
    /rules version 8.*no newer one than 7.*upgrade/,
  );
  expect([core.stateHash(), core.rulesVersion]).toEqual([before, 1]);
});

test('the state is that of older versions until the rules change, and another one then', () => {
  const core = Core.empty();
  const before = core.stateHash();
  core.apply({ type: 'set-rules', version: 1 }, 1);
  expect(core.stateHash()).toBe(before);
  core.apply({ type: 'set-rules', version: 2 }, 1);
  expect(core.stateHash()).not.toBe(before);
  expect(core.takeChanges().totals.rulesVersion).toBe(2);
});
