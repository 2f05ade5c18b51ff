CREATE INDEX record_by_work ON record (work, source, key, modified, digest);
CREATE INDEX record_by_own ON record (own) WHERE own <> work;
CREATE INDEX name_by_name ON name (name, record);
CREATE INDEX name_by_record ON name (record);
CREATE INDEX venue_by_issn ON venue (issn, record);
CREATE INDEX venue_by_record ON venue (record);
