/** The key of everything that is past of one user's at the venue. */
export const PAST = ['venue', 'past'];
