/** npm run conformance -- --url http://…: checks a registry that claims to speak the contract. */
import '../../src-main/hosts/check-node.ts';
import { parseArgs } from 'node:util';
import { FIRST_USER } from '../../src-shared/registry-api/bodies/login.ts';
import { CHECKS, lineOf, runChecks, summaryOf } from './kit.ts';

const HELP = `Checks over HTTP alone whether a registry holds to the contract (docs/registry-contract.md).

  --url URL            where it is
  --site NAME          a site that sells performances, for what is not for everybody
  --user NAME          its user; left out: ${FIRST_USER}
  --password WORD      the user's password
  --card CODE          a valid card to record uses with; left out: a code that nobody has

It enrols desks named "Conformance" and records uses at the site's performances: give it a site for trials.
Exit code 0: nothing is wrong; 1: something is; 2: it could not be run.
`;

const { values } = parseArgs({
  options: {
    url: { type: 'string' },
    site: { type: 'string' },
    user: { type: 'string' },
    password: { type: 'string' },
    card: { type: 'string' },
    help: { type: 'boolean' },
  },
});
const { url, site, user = FIRST_USER, password, card = null, help } = values;
if (help === true || url === undefined || !URL.canParse(url)) {
  process.stdout.write(HELP);
  process.exitCode = help === true ? 0 : 2;
} else {
  const login = site === undefined || password === undefined ? null : { site, user, password };
  const findings = await runChecks(CHECKS, { url, login, card, patience: 10_000 }, (finding, number) => {
    process.stdout.write(`${lineOf(finding, number)}\n`);
  });
  process.stdout.write(`${summaryOf(findings)}\n`);
  process.exitCode = findings.some(({ outcome }) => outcome === 'not ok') ? 1 : 0;
}
