// Compiles static/src/ into build/static/, which Django serves. Neither is committed compiled, nor anything of others.
import { cpSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { extname, join } from 'node:path'
import * as sass from 'sass'

const source = 'static/src'
const target = 'build/static'
const govuk = 'node_modules/govuk-frontend/dist/govuk/govuk-frontend.min.js'
// The package's own licence is the text of ours under another name; what is compiled from it has to carry it.
const notice = readFileSync('LICENSE', 'utf8').replace(/^Copyright.*$/m, 'Copyright (C) 2017 Crown Copyright (Government Digital Service)')

rmSync(target, { recursive: true, force: true })
mkdirSync(target, { recursive: true })
for (const name of readdirSync(source)) {
  if (name.startsWith('_')) continue
  if (extname(name) === '.scss') {
    const { css } = sass.compile(join(source, name), { importers: [new sass.NodePackageImporter()], style: 'compressed', quietDeps: true })
    writeFileSync(join(target, name.replace(/\.scss$/, '.css')), css)
  } else {
    cpSync(join(source, name), join(target, name), { recursive: true })
  }
}
// Without its last line, which names a source map that is not served.
writeFileSync(join(target, 'govuk-frontend.min.js'), readFileSync(govuk, 'utf8').replace(/\/\/# sourceMappingURL=\S+\s*$/, ''))
writeFileSync(join(target, 'govuk-frontend.LICENCE.txt'), notice)
