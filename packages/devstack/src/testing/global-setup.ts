import { makeClusterTemplate } from '../cluster-template.ts';

/** Once for each run of tests, before the first. */
export default makeClusterTemplate;
