import { z } from 'zod';

// The page's policy forbids compiling code from text. The library tries to when the first schema is made, so this
// setting stands in a module of its own, which is imported before all others.
z.config({ jitless: true });
