export { CodeProof, type UseCode, wrongCode } from './code-proof.ts';
export { codeRates } from './code-rates.ts';
export { code, makeRecoveryCodes, recoveryHash, stepOf } from './codes.ts';
export { createSecondFactors, type SecondFactorSettings } from './create-second-factors.ts';
export type { SecondFactors } from './second-factors.ts';
