import { join } from 'node:path';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Takes longer than any other file of its project, although it is short. */
const LONGEST = join(import.meta.dirname, '../../tests/product/start.e2e.test.ts');

/**
 * Begins with the files that take longest, so that no worker is left without work while the last of them runs. Where
 * nothing has run yet, Vitest takes the largest files for the longest.
 */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const isLongest = ({ moduleId }: TestSpecification) => moduleId === LONGEST;
    return [...sorted.filter(isLongest), ...sorted.filter((file) => !isLongest(file))];
  }
}
