import { readFileSync } from 'node:fs';
import { z } from 'zod';

export interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}

export interface Report extends Counts {
  /** Each test that failed, by its file and name, with the first line of why. */
  readonly failures: readonly string[];
}

const test = z.object({ fullName: z.string(), status: z.string(), failureMessages: z.array(z.string()).nullish() });

/** What Vitest writes into its JSON report. */
const vitestReport = z.object({
  numPassedTests: z.int(),
  numFailedTests: z.int(),
  numPendingTests: z.int(),
  numTodoTests: z.int(),
  testResults: z.array(
    z.object({ name: z.string(), message: z.string(), status: z.string(), assertionResults: z.array(test) }),
  ),
});

type TestFile = z.infer<typeof vitestReport>['testResults'][number];

/** What the tests of one step came to. A report that cannot be read counts as one failed test. */
export function readReport(file: string): Report {
  try {
    const report = vitestReport.parse(JSON.parse(readFileSync(file, 'utf8')));
    return {
      passed: report.numPassedTests,
      failed: report.numFailedTests,
      skipped: report.numPendingTests + report.numTodoTests,
      failures: report.testResults.flatMap(failuresOf),
    };
  } catch (error) {
    const reason = `The report of the tests cannot be read: ${(error as Error).message}`;
    return { passed: 0, failed: 1, skipped: 0, failures: [reason] };
  }
}

function failuresOf({ name, message, status, assertionResults }: TestFile): string[] {
  const failed = assertionResults.filter((result) => result.status === 'failed');
  // A file may fail before its first test.
  if (failed.length === 0) return status === 'failed' ? [`${name}: ${firstLine(message)}`] : [];
  return failed.map(({ fullName, failureMessages }) => `${name} > ${fullName}: ${firstLine(failureMessages?.[0])}`);
}

function firstLine(text: string | undefined): string {
  return text?.split('\n', 1)[0] || 'no reason was given';
}
