"""The site over HTTP: documents, lists, dumps.  The only package that knows FastAPI, Starlette and uvicorn."""
