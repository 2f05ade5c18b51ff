UPDATE thing SET works = (SELECT count(*) FROM member WHERE member.thing = thing.path);
CREATE UNIQUE INDEX work_by_path ON work (path);
CREATE INDEX work_by_date ON work (date DESC, path);
CREATE UNIQUE INDEX thing_by_path ON thing (path);
CREATE INDEX thing_by_label ON thing (kind, label COLLATE NOCASE, id);
INSERT INTO work_text (work_text) VALUES ('optimize');
INSERT INTO thing_text (thing_text) VALUES ('optimize');
ANALYZE;
