import { defineConfig } from 'prisma/config';

// `prisma generate` needs no database, so the URL may be missing here: only commands that talk to one ask for it.
const url = process.env.DATABASE_URL;

export default defineConfig({
  schema: 'prisma/schema.prisma',
  migrations: { path: 'prisma/migrations' },
  ...(url ? { datasource: { url } } : {}),
});
