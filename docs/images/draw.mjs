#!/usr/bin/env node
// Draws docs/images/report.png from a report of a real run:
//
//   pipewright-runtime execute --version 3.5.7 --scenario baseline --output cells/cell-3.5.7-baseline-attempt-1
//   …and so on for other cells, then
//   pipewright-runtime aggregate --input cells --output aggregate --format json,html --branch main
//   PIPEWRIGHT_BROWSER=.ci/browser/node_modules PIPEWRIGHT_CHROMIUM=$(command -v chromium) docs/images/draw.mjs aggregate/report.html
//
// The picture shows 3.5.7/baseline, 3.5.8/pss, 4.1.1/pss, and two cells of 4.1.1 that were stopped half-way.
// `.ci/install browser` installs what it needs.
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const { launch, open } = await import(join(here, '../../crates/runtime/tests/browser/open.mjs'));
const browser = await launch();
const { page } = await open(browser, process.argv[2], { viewport: { width: 1000, height: 760 } });
await page.screenshot({ path: join(here, 'report.png') });
await browser.close();
