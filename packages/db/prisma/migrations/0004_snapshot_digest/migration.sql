-- AlterTable
ALTER TABLE "Snapshot" ADD COLUMN     "entryDigest" TEXT;
