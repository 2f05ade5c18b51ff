# Virtuoso 7 and 8.  The server reads the file itself: virtuoso.ini must have its folder in DirsAllowed,
# and where it runs in a container, the folder must be there under the same name.
# The second line empties the graph first; leave it out to add to what is there.
isql-vt 1111 dba "$DBA_PASSWORD" verbose=off <<'SQL'
SPARQL CLEAR SILENT GRAPH <{graph}>;
DELETE FROM DB.DBA.load_list WHERE ll_file = '{folder}/{name}';
ld_dir('{folder}', '{name}', '{graph}');
rdf_loader_run();
checkpoint;
SELECT ll_file, ll_state, ll_error FROM DB.DBA.load_list WHERE ll_file = '{folder}/{name}';
SPARQL SELECT (COUNT(*) AS ?triples) FROM <{graph}> WHERE {{ ?s ?p ?o }};
SQL
# ll_state 2 and no error: loaded.  The count must be {triples}.
