-- CreateTable
CREATE TABLE "Loss" (
    "after" TEXT NOT NULL,
    "foundAt" BIGINT NOT NULL,

    CONSTRAINT "Loss_pkey" PRIMARY KEY ("after")
);
