export { isPublicKey, isSignedBy, publicKeyOf } from './public-key.ts';
export { type Parameters, signedText } from './signed-text.ts';
export { DEFAULT_WINDOW_MS, windowFault } from './signing-window.ts';
