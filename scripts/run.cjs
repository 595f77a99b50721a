// Runs a command by its name: `node scripts/run.cjs migrate --plan`. What loads TypeScript for `import`
// works in a second thread, which every command would wait for twice as long as for this one.
require('tsx/cjs')

const [name] = process.argv.splice(2, 1)
require(`./${name}.ts`)
