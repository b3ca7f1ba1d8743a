-- Nobody looks open orders up by their user there, and each index costs every snapshot. The table is locked for a moment.
DROP INDEX "OpenOrder_userId_idx";
