-- CreateTable
CREATE TABLE "HedgeTurn" (
    "shard" INTEGER NOT NULL DEFAULT 0,
    "holder" UUID NOT NULL,
    "until" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "HedgeTurn_pkey" PRIMARY KEY ("shard")
);
