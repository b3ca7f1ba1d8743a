import { makeClusterTemplate } from '../postgres/cluster-template.ts';

/** Runs once for each test run, before the first test. */
export default makeClusterTemplate;
