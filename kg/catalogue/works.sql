-- All versions of each record, by work, the latest first; text compares by bytes, so the order is the same everywhere.
SELECT work, source, key, own, CASE WHEN latest THEN article END
FROM record
WHERE work >= :first AND (:last IS NULL OR work < :last)
ORDER BY work, source, key, modified DESC, digest DESC
