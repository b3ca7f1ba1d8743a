-- CreateTable
CREATE TABLE "HouseDay" (
    "shard" INTEGER NOT NULL DEFAULT 0,
    "day" INTEGER NOT NULL,
    "asset" TEXT NOT NULL,
    "amount" DECIMAL(38,6) NOT NULL,
    "entries" INTEGER NOT NULL,

    CONSTRAINT "HouseDay_pkey" PRIMARY KEY ("shard","day","asset")
);

-- CreateTable
CREATE TABLE "HouseClientDay" (
    "shard" INTEGER NOT NULL DEFAULT 0,
    "day" INTEGER NOT NULL,
    "userId" UUID NOT NULL,
    "amount" DECIMAL(38,6) NOT NULL,
    "entries" INTEGER NOT NULL,

    CONSTRAINT "HouseClientDay_pkey" PRIMARY KEY ("shard","day","userId")
);

-- The desk lists the newest clients.
CREATE INDEX "User_createdAt_id_idx" ON "User"("createdAt" DESC, "id" DESC);

-- Clients are found by the beginning of their address, of their name, and of its last word, whatever the database's own
-- language is. With the id behind it a list goes on behind any of several who have the same name.
CREATE INDEX "User_email_begins_idx" ON "User"(lower("email" COLLATE "pg_c_utf8"), "id");
CREATE INDEX "Profile_name_begins_idx" ON "Profile"(lower("name" COLLATE "pg_c_utf8"), "userId");
CREATE INDEX "Profile_last_word_begins_idx" ON "Profile"(regexp_replace(lower("name" COLLATE "pg_c_utf8"), '^.* ', ''), "userId");

-- The planner knows how an expression's values are spread only once the table is analyzed.
ANALYZE "User";
ANALYZE "Profile";
