import { z } from 'zod';

// The page's policy lets nothing be compiled from text, and the browser would complain about the attempt. The first
// schema already makes one, so this stands in a module of its own that comes before all others.
z.config({ jitless: true });
