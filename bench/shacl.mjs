// The engine shacl-engine over N3's store, for bench/shacl.py: node bench/shacl.mjs DATA SHAPES, from a folder with both packages.
import { createReadStream } from 'node:fs'
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'

const require = createRequire(pathToFileURL(process.cwd() + '/'))
const n3 = await import(pathToFileURL(require.resolve('n3')).href)
const { Validator } = await import(pathToFileURL(require.resolve('shacl-engine')).href)
const { DataFactory, Store, StreamParser } = n3.default ?? n3

async function read (file) {
  const store = new Store()
  for await (const quad of createReadStream(file).pipe(new StreamParser())) store.addQuad(quad)
  return store
}

const [data, shapes] = process.argv.slice(2)
const factory = { ...DataFactory, dataset: quads => new Store(quads) }
const validator = new Validator(await read(shapes), { factory })
const dataset = await read(data)
const started = process.hrtime.bigint()
const report = await validator.validate({ dataset })
const seconds = Number(process.hrtime.bigint() - started) / 1e9
const found = {}
for (const result of report.results) {
  const kind = result.constraintComponent.value.split('#')[1].replace('ConstraintComponent', '')
  found[kind] = (found[kind] ?? 0) + 1
}
console.log(JSON.stringify({ found, seconds }))
