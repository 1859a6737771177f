/** The desk's command line. */
import { existsSync, readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { LANGUAGES, type Language } from '../../src-shared/kernel/schemas.ts';
import { StartFailure } from './start-failure.ts';

/** Below the working directory: a desk that is run from its clone keeps its data there. */
const DATA_FOLDER = '.kaikudesk/desk';

export const DESK_HELP = `Starts one ticket desk.

  npm run desk -- [options]

  --host web|electron     Where the screen is: a browser on this machine, or Electron's window (default: web)
  --port P                Port of the web host on 127.0.0.1; 0 is any free one (default: 0)
  --registry URL          The registry to enrol at; of an enrolled desk: the registry's new address
  --data DIR              Folder of the desk's databases and secrets (default: ${DATA_FOLDER};
                          of an installed desk: this user's folder for the data of programs)
  --site NAME             Enrol at start as this site …
  --password-file F       … with the password in this file
  --desk-name NAME        … under this name (default: Desk)
  --no-open               Do not open a browser, only say the address
  --lang fi|sv|en         Language of the screen until staff choose one (default: fi)
  --scanners on|off       Look for scanners at this machine and read them (default: on)
  --replay FILE|-         Read scans from a file or standard input, one a line, as if a scanner sent them
  --clock INSTANT         Start the clock at this ISO 8601 instant: for tests and demonstrations
  --help                  This text

When ready it prints one line of JSON on standard output: {"event":"listening","url":"…"}
`;

export interface DeskOptions {
  readonly host: 'web' | 'electron';
  readonly port: number;
  readonly registry: string | null;
  readonly data: string;
  readonly site: string | null;
  /** Read from the password file. */
  readonly password: string | null;
  readonly passwordFile: string | null;
  readonly deskName: string;
  readonly open: boolean;
  readonly language: Language;
  readonly scanners: 'on' | 'off';
  /** A file of scans, or `-` for standard input. */
  readonly replay: string | null;
  readonly clockOffsetMilliseconds: number;
}

/**
 * Reads the command line; null when it asks for help. `dataFolder` is where the host keeps the data unless it says
 * otherwise. Throws StartFailure with the sentence to show.
 */
export function readOptions(words: readonly string[], now: number, dataFolder = DATA_FOLDER): DeskOptions | null {
  const values = parse(words);
  if (values.help) return null;
  const port = Number(values.port);
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new StartFailure('--port takes a number from 0 to 65535.');
  if (values.registry !== undefined && !/^https?:\/\/[^/]+/.test(values.registry)) {
    throw new StartFailure('--registry takes an address that begins with http:// or https://.');
  }
  const passwordFile = values['password-file'];
  if ((values.site === undefined) !== (passwordFile === undefined)) {
    throw new StartFailure('--site and --password-file go together.');
  }
  if (passwordFile !== undefined && !existsSync(passwordFile)) {
    throw new StartFailure(`The password file ${passwordFile} is not there.`);
  }
  if (values.replay !== undefined && values.replay !== '-' && !existsSync(values.replay)) {
    throw new StartFailure(`The file of scans ${values.replay} is not there.`);
  }
  const start = values.clock === undefined ? now : Date.parse(values.clock);
  if (Number.isNaN(start)) throw new StartFailure('--clock takes an instant such as 2026-03-28T23:50:00+02:00.');
  return {
    host: oneOf('--host', values.host, ['web', 'electron']),
    port,
    registry: values.registry ?? null,
    data: values.data ?? dataFolder,
    site: values.site ?? null,
    password: passwordFile === undefined ? null : readFileSync(passwordFile, 'utf8').trim(),
    passwordFile: passwordFile ?? null,
    deskName: values['desk-name'],
    open: !values['no-open'],
    scanners: oneOf('--scanners', values.scanners, ['on', 'off']),
    replay: values.replay ?? null,
    language: oneOf('--lang', values.lang, LANGUAGES),
    clockOffsetMilliseconds: start - now,
  };
}

function parse(words: readonly string[]) {
  try {
    return parseArgs({
      args: [...words],
      options: {
        host: { type: 'string', default: 'web' },
        port: { type: 'string', default: '0' },
        registry: { type: 'string' },
        data: { type: 'string' },
        site: { type: 'string' },
        'password-file': { type: 'string' },
        'desk-name': { type: 'string', default: 'Desk' },
        'no-open': { type: 'boolean', default: false },
        lang: { type: 'string', default: 'fi' },
        scanners: { type: 'string', default: 'on' },
        replay: { type: 'string' },
        clock: { type: 'string' },
        help: { type: 'boolean', default: false },
      },
    }).values;
  } catch (error) {
    throw new StartFailure(`${error instanceof Error ? error.message : String(error)}\nSee --help.`);
  }
}

function oneOf<Choice extends string>(option: string, value: string, choices: readonly Choice[]): Choice {
  const chosen = choices.find((choice) => choice === value);
  if (chosen === undefined) throw new StartFailure(`${option} takes one of ${choices.join(', ')}.`);
  return chosen;
}
