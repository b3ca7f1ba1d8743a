import { defineConfig } from 'vitest/config';

/** Makes what each test's own PostgreSQL is a copy of. */
const SERVERS = 'packages/devstack/src/testing/global-setup.ts';

/** Lets faked timers drive the promises of timers. */
const FAKED_SLEEPS = 'tools/test/faked-sleeps.ts';

/** What goes wrong in the real processes: these take as long as all other end-to-end tests. */
const FAULTS = ['tests/{chaos,fuzz}/*.e2e.test.ts'];

/** `unit` needs nothing, the others start a real Redis and PostgreSQL, and `browser` a real browser as well. */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          // Files share their modules: half of the time went into loading these for each file anew.
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
          globalSetup: [SERVERS],
          // They wait for servers most of the time.
          maxWorkers: 3,
          include: ['{packages,apps,tools,tests}/**/*.integration.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: 'e2e',
          globalSetup: [SERVERS],
          include: ['tests/**/*.e2e.test.ts'],
          exclude: ['tests/browser/**', ...FAULTS],
          testTimeout: 120_000,
          hookTimeout: 120_000,
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
          maxWorkers: 1,
        },
      },
      {
        test: {
          name: 'browser',
          include: ['tests/browser/*.e2e.test.ts'],
          globalSetup: [SERVERS, 'tests/browser/support/global-setup.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          maxWorkers: 1,
          // As long as the browser itself may take: a busy machine draws nothing within the usual second.
          expect: { poll: { timeout: 20_000 } },
        },
      },
    ],
  },
});
