export type { Capital, PlacedOrder, VenueMarket, VenueOrder } from './answers.ts';
export { countOf, type Grid, gridOf, type ImpactBand, print, sizeOf } from './grid.ts';
export { isSecret, KeyPair } from './key-pair.ts';
export { isPublicKey, isSignedBy, publicKeyOf } from './public-key.ts';
export { type Parameters, signedText } from './signed-text.ts';
export { AHEAD_MS, DEFAULT_WINDOW_MS, windowFault } from './signing-window.ts';
export { MAX_BATCH, type NewOrder, type OrderSide, VenueApi } from './venue-api.ts';
export { VenueError } from './venue-error.ts';
