-- AlterTable
ALTER TABLE "Candle" ADD COLUMN     "source" TEXT;
