// Says what is going on, one line a step, on standard error.
import { spawn } from 'node:child_process';

/** Runs `work`, showing the step and, when it takes long, that it still goes on. */
export async function step(title, work) {
  const started = Date.now();
  const seconds = () => Math.round((Date.now() - started) / 1000);
  process.stderr.write(`• ${title} …\n`);
  const stillOn = setInterval(() => process.stderr.write(`  … still at it, ${seconds()} s\n`), 10_000);
  try {
    return await work();
  } finally {
    clearInterval(stillOn);
    if (seconds() >= 2) process.stderr.write(`  done in ${seconds()} s\n`);
  }
}

/** Runs a program to its end; resolves with its exit code and all that it printed. */
export function run(command, words, options = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, words, { stdio: ['ignore', 'pipe', 'pipe'], ...options });
    let output = '';
    const take = (data) => {
      output += data;
      if (options.show) process.stderr.write(data);
    };
    child.stdout?.on('data', take);
    child.stderr?.on('data', take);
    child.on('error', (error) => resolve({ code: 127, output: `${output}${error.message}` }));
    child.on('close', (code) => resolve({ code: code ?? 1, output }));
  });
}
