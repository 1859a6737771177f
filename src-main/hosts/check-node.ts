/** Imported first by every entry point: the wrong Node gets a sentence, not a crash in a native module. */
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);

if (process.versions['electron'] === undefined && (major !== 24 || minor < 15)) {
  process.stderr.write(
    `Kaikudesk runs on Node 24.15 or a later 24, this is ${process.versions.node}: start it through npm, ` +
      'which brings its own Node (on macOS: install Node 24).\n',
  );
  process.exit(1);
}
