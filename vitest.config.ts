import { defineConfig } from 'vitest/config';
import { LongestFirst } from './tools/test/longest-first.ts';

/** Makes what each test's own PostgreSQL is a copy of. */
const SERVERS = 'packages/devstack/src/testing/global-setup.ts';

/** Lets faked timers drive the promises of timers. */
const FAKED_SLEEPS = 'tools/test/faked-sleeps.ts';

/** What goes wrong in the real processes: these take as long as all other end-to-end tests. */
const FAULTS = ['tests/{chaos,fuzz}/*.e2e.test.ts'];

/**
 * How long a poll waits, unless it says so. A busy machine answers, and draws, nothing within the usual second.
 */
const POLLS = { poll: { timeout: 20_000 } };

/**
 * `unit` needs nothing, the others start a real Redis and PostgreSQL, and `browser` a real browser as well. Where it is
 * not `isolate`d, files share their modules: a quarter of the processor time went into loading these for each file anew.
 */
export default defineConfig({
  test: {
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        test: {
          name: 'unit',
          isolate: false,
          setupFiles: [FAKED_SLEEPS],
          maxWorkers: '100%',
          include: ['{packages,apps,tools,tests}/**/*.test.ts'],
          exclude: ['**/*.{integration,e2e}.test.ts', '**/node_modules/**'],
          testTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'integration',
          isolate: false,
          globalSetup: [SERVERS],
          // They wait for servers most of the time.
          maxWorkers: 3,
          include: ['{packages,apps,tools,tests}/**/*.integration.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 120_000,
          expect: POLLS,
        },
      },
      {
        test: {
          name: 'e2e',
          isolate: false,
          globalSetup: [SERVERS],
          include: ['tests/**/*.e2e.test.ts'],
          exclude: ['tests/browser/**', ...FAULTS],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          expect: POLLS,
          // They wait half of the time, as the others do.
          maxWorkers: 2,
        },
      },
      {
        test: {
          name: 'faults',
          globalSetup: [SERVERS],
          include: FAULTS,
          testTimeout: 120_000,
          hookTimeout: 120_000,
          expect: POLLS,
          maxWorkers: 1,
        },
      },
      {
        test: {
          name: 'browser',
          isolate: false,
          include: ['tests/browser/**/*.e2e.test.ts'],
          globalSetup: [SERVERS, 'tests/browser/support/global-setup.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          maxWorkers: 1,
          expect: POLLS,
        },
      },
    ],
  },
});
