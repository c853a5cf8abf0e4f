// Attests where archives were built, with GitHub's own client: attest.mjs SHA256SUMS
//
// Needs a job of GitHub Actions with `id-token: write` and `attestations: write`, and its token as GITHUB_TOKEN. The
// subjects are the lines of the file. Anybody can then hold an archive against it: `gh attestation verify FILE`.

import { readFileSync } from 'node:fs';
import { attestProvenance } from '@actions/attest';

/** The subjects in the text of a SHA256SUMS. A line that is not one of sha256sum is an error. */
function subjects(text) {
  return text.trimEnd().split('\n').map((line) => {
    const [, sha256, name] = /^([0-9a-f]{64}) [ *]([\w.-]+)$/.exec(line) ?? [];
    if (!name) throw new Error(`not a line of sha256sum: ${JSON.stringify(line)}`);
    return { name, digest: { sha256 } };
  });
}

const token = process.env.GITHUB_TOKEN;
if (!token) throw new Error('GITHUB_TOKEN is not set: the attestation could not be stored');
const attested = subjects(readFileSync(process.argv[2], 'utf8'));
const { attestationID } = await attestProvenance({ subjects: attested, token });
if (!attestationID) throw new Error('GitHub stored no attestation');
console.log(`attested ${attested.map(({ name }) => name).join(', ')} as ${attestationID}`);
