export { keyFor, openBytes, sealBytes } from './sealed-bytes.ts';
