import { makeClusterTemplate } from '../postgres/cluster-template.ts';

/** Once for each run of tests, before the first. */
export default makeClusterTemplate;
