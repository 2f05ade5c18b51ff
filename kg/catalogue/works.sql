-- The latest version of each record, by work; text compares by bytes, so the order is the same everywhere.
SELECT work, source, key, modified, digest, article
FROM record
WHERE work >= :first AND (:last IS NULL OR work < :last)
ORDER BY work, source, key, modified DESC, digest DESC
