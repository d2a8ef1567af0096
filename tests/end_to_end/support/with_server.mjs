// Publishes the sample city into a new store, serves it, and runs a command with its address in MACHIZU_URL and its
// store in MACHIZU_STORE.
//
//   node tests/end_to_end/support/with_server.mjs COMMAND [ARGUMENT ...]

import { spawn } from 'node:child_process';
import { publish, sampleManifests, serve, tempFolder } from './programs.mjs';

const store = tempFolder('machizu-store');
await publish(store, sampleManifests());
const server = await serve(store);
const [command, ...args] = process.argv.slice(2);
const child = spawn(command, args, { stdio: 'inherit', env: { ...process.env, MACHIZU_URL: `${server.url}/`, MACHIZU_STORE: store } });
const status = await new Promise((resolve) => child.on('exit', (code) => resolve(code ?? 1)));
await server.stop();
process.exitCode = status;
