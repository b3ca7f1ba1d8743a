-- AlterTable
ALTER TABLE "Checkpoint" ADD COLUMN     "entryDigest" TEXT;
