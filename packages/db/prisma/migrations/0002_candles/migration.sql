-- CreateTable
CREATE TABLE "Candle" (
    "asset" TEXT NOT NULL,
    "seconds" INTEGER NOT NULL,
    "start" BIGINT NOT NULL,
    "open" DECIMAL(38,12) NOT NULL,
    "high" DECIMAL(38,12) NOT NULL,
    "low" DECIMAL(38,12) NOT NULL,
    "close" DECIMAL(38,12) NOT NULL,
    "ticks" INTEGER NOT NULL,

    CONSTRAINT "Candle_pkey" PRIMARY KEY ("asset","seconds","start")
);
