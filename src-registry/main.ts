/** The registry's entry point: `npm run registry -- --help`. */
import './check-node.ts';

// Only now: an older Node fails to link what the program imports, before any of it could say so.
const { runProgram } = await import('./program.ts');
await runProgram(process.argv.slice(2));
