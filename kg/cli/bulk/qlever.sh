# QLever builds its index from the file (pip install qlever); in an empty folder:
cat >Qleverfile <<'QLEVERFILE'
[data]
NAME        = kg
DESCRIPTION = {title}
FORMAT      = nt

[index]
INPUT_FILES     = {folder}/{name}
CAT_INPUT_FILES = gunzip -c ${{INPUT_FILES}}
SETTINGS_JSON   = {{ "ascii-prefixes-only": false, "num-triples-per-batch": 1000000 }}

[server]
PORT               = 7019
MEMORY_FOR_QUERIES = 5G

[runtime]
SYSTEM = docker
IMAGE  = docker.io/adfreiburg/qlever:latest
QLEVERFILE
qlever index
qlever start
qlever query 'SELECT (COUNT(*) AS ?triples) WHERE {{ ?s ?p ?o }}'
# The count must be {triples}.  QLever holds the triples in its default graph.
